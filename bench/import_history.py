"""Measures the import of an old order history end to end, as a share of a bare COPY of the rows it wrote.

Run: .venv/bin/python bench/import_history.py FOLDER/online-retail/*.csv.gz --limit FOLDER/copy_limit.py
It makes its own database, asserts what the files are known to hold, and prints one JSON object. --grow also imports
100,000 and 700,000 lines into companies of their own and says how much slower a line became; --where says which
statements took the time; --slice N imports the first N lines only.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHORT, LONG = 100_000, 700_000
# What an import may write to. Those that are empty are left out of the limit.
TABLES = (
    "channels_historyline",
    "channels_historydocument",
    "channels_historypair",
    "orders_order",
    "orders_orderline",
    "catalog_product",
    "catalog_sku",
    "customers_customer",
    "customers_party",
    "records_event",
)
# Counted by a script of its own with csv and decimal: bytes of the file -> (lines, groups, pseudo-codes, value).
KNOWN = {
    "online_retail_2009-12_to_2010-11.csv.gz": {
        "lines": 502_938,
        "cancellations": 9_877,
        "write_offs": 2_057,
        "adjustments": 3,
        "zero_prices": 1_452,
        "sales": 489_549,
        "pseudo_codes": 2_329,
        "value": "9161996.184",
        "orders": 20_117,
    },
    "online_retail_2010-12_to_2011-06-26.csv.gz": {
        "lines": 240_700,
        "cancellations": 4_391,
        "write_offs": 737,
        "adjustments": 0,
        "zero_prices": 676,
        "sales": 234_896,
        "pseudo_codes": 1_190,
        "value": "4280812.281",
        "orders": 9_447,
    },
}


def main(given: argparse.Namespace) -> None:
    from opsroom.project.instance import opened  # lazy: heavy

    with opened("worker"):
        print(json.dumps(measure(given), indent=1))


def measure(given: argparse.Namespace) -> dict[str, Any]:
    where: dict[str, float] = defaultdict(float)
    texts = {file.name: unpacked(file, given.slice) for file in given.files}
    backend = PostgresMemory()
    with timing(where, wanted=given.where), backend:
        began = time.perf_counter()
        found = [bring("BENCH", name, text, whole=given.slice is None) for name, text in texts.items()]
        seconds = time.perf_counter() - began
    nothing_else()
    rows = {table: count(table) for table in TABLES}
    # Before the second run, whose staged lines are no part of what was timed.
    limit = (
        copy_seconds(given.limit, [table for table, many in rows.items() if many]) if given.limit else None
    )
    again = bring("BENCH", *next(iter(texts.items())), whole=False)
    sure((again["documents"]["new"], again["documents"]["changed"]) == (0, 0), again)
    result: dict[str, Any] = {
        "files": found,
        "again_seconds": again["seconds"],
        "rows_written": sum(rows.values()),
        "seconds": round(seconds, 1),
        "rows_per_second": round(sum(rows.values()) / seconds),
        "lines_per_second": round(sum(one["lines"] for one in found) / seconds),
        "memory_mb": {
            "importer": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "reader": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            "postgres_largest_backend": backend.largest_kb // 1024,
        },
    }
    if limit is not None:
        result |= {"limit_seconds": limit, "share_of_limit": round(limit / seconds, 3)}
    if given.where:
        top = sorted(where.items(), key=lambda one: -one[1])[:15]
        result["where"] = {name: round(took, 1) for name, took in top}
    if given.grow:
        result["growth"] = growth("".join(texts.values()))
    return result


def bring(company_code: str, name: str, text: str, *, whole: bool) -> dict[str, Any]:
    """One file from its bytes to closed orders, in a company of this code; asserts what is known about the file."""
    from opsroom.domains.access.rules import system_actor  # lazy: heavy
    from opsroom.workflows.importing.uploads import keep_upload  # lazy: heavy
    from opsroom.workflows.open_import import Wish, open_import  # lazy: heavy
    from opsroom.workflows.run_import import run_import  # lazy: heavy

    company = company_of(company_code)
    actor = system_actor("system.terminal", company_ids=frozenset({company}), way="cli")
    steps: dict[str, float] = {}
    began = last = time.perf_counter()

    def note(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.perf_counter()
        steps[what] = steps.get(what, 0) + now - last
        last = now

    upload = keep_upload([text.encode()], owner="bench")
    run = run_import(
        actor, open_import(actor, company, upload, name, Wish("order-lines", "history")), on_progress=note
    )
    seconds = time.perf_counter() - began
    history = run.effects["history"]
    sure(run.state == "committed", run)
    if whole and name in KNOWN:
        told = {
            "lines": history["lines"],
            "value": history["value"],
            "orders": history["documents"]["orders"],
        }
        told |= {group: history["groups"].get(group, 0) for group in KNOWN[name] if group not in told}
        sure(told == KNOWN[name], told)
    return {
        "file": name,
        "lines": history["lines"],
        "seconds": round(seconds, 1),
        "steps": {what: round(took, 1) for what, took in steps.items()},
        "documents": history["documents"],
        "pairs": history["pairs"],
    }


def company_of(code: str) -> int:
    from opsroom.domains.access.actions.create_company import create_company  # lazy: heavy
    from opsroom.domains.access.queries import all_company_ids, companies_of  # lazy: heavy
    from opsroom.domains.access.rules import system_actor  # lazy: heavy
    from opsroom.domains.warehouse.actions.create_site import SiteFacts, create_site  # lazy: heavy

    everybody = system_actor("system.terminal", company_ids=all_company_ids(), way="cli")
    known = {one.code: one.id for one in companies_of(everybody)}
    if code in known:
        return known[code]
    setup = system_actor("system.setup")
    company = create_company(
        setup, code=code, name=code, country="GB", currency="GBP", timezone="Europe/London"
    )
    actor = system_actor("system.terminal", company_ids=frozenset({company}), way="cli")
    create_site(actor, company, SiteFacts("MAIN", "Main", "Europe/London", "GB"))
    return company


def nothing_else() -> None:
    """Old trade makes no work: no stock, no money, no invoice, no task, nothing for a channel, no live order."""
    for table in (
        "stock_entry",
        "money_entry",
        "billing_invoice",
        "access_task",
        "channels_outgoing",
        "warehouse_allocation",
        "orders_demand",
    ):
        sure(count(table) == 0, table)
    live = count("orders_order WHERE mode <> 'history' OR state NOT IN ('closed', 'cancelled')")
    sure(live == 0, live)


def sure(true: bool, found: object) -> None:
    """Ends the bench with what was found instead: a figure of a wrong import is worth nothing."""
    if not true:
        raise SystemExit(f"Not what the file is known to hold: {found}")


def count(table: str) -> int:
    from django.db import connection  # lazy: heavy

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def copy_seconds(script: Path, tables: list[str]) -> float:
    """The median that the script of the limit prints, for these tables of our own database."""
    from opsroom.project.database.address import address  # lazy: heavy

    done = subprocess.run(
        [sys.executable, str(script), *tables],
        env={**os.environ, "LIMIT_DSN": address("owner").dsn()},
        capture_output=True,
        text=True,
        check=True,
    )
    sys.stderr.write(done.stdout)
    return float(re.search(r"in median ([\d.]+) s", done.stdout)[1])  # type: ignore[index]


def growth(text: str) -> dict[str, Any]:
    """Seconds of the first 100,000 and the first 700,000 lines, and how much more a line of the long one took."""
    lines = text.splitlines(keepends=True)
    header = lines[0]
    body = [line for line in lines[1:] if line != header]
    took = {}
    for code, many in (("SHORT", SHORT), ("LONG", LONG)):
        part = header + "".join(body[:many])
        took[code] = bring(code, f"{code}.csv", part, whole=False)["seconds"]
    return {
        "lines": [SHORT, min(LONG, len(body))],
        "seconds": list(took.values()),
        "a_line_of_the_long_one": round(took["LONG"] / min(LONG, len(body)) / (took["SHORT"] / SHORT), 2),
    }


def unpacked(file: Path, most: int | None) -> str:
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode()
    return text if most is None else "".join(text.splitlines(keepends=True)[: most + 1])


@contextlib.contextmanager
def timing(where: dict[str, float], *, wanted: bool) -> Iterator[None]:
    """Adds up how long each statement took, by its first words."""
    from django.db import connection  # lazy: heavy

    def measured(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            name = " ".join(str(sql).split())
            where[f"{name[:70]} {hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:4]}"] += (
                time.perf_counter() - began
            )

    with connection.execute_wrapper(measured) if wanted else contextlib.nullcontext():
        yield


class PostgresMemory:
    """Watches what the backend of this connection holds of its own; its shared buffers are not counted."""

    def __init__(self) -> None:
        self.largest_kb = 0
        self._stop = threading.Event()

    def __enter__(self) -> None:
        from django.db import connection  # lazy: heavy

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            status = Path(f"/proc/{cursor.fetchone()[0]}/status")
        self._thread = threading.Thread(target=self._watch, args=(status,), daemon=True)
        self._thread.start()

    def _watch(self, status: Path) -> None:
        while not self._stop.wait(0.2):
            with contextlib.suppress(OSError):
                found = re.search(r"RssAnon:\s+(\d+)", status.read_text())
                self.largest_kb = max(self.largest_kb, int(found[1]) if found else 0)

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--limit", type=Path, default=os.environ.get("COPY_LIMIT"))
    parser.add_argument("--grow", action="store_true")
    parser.add_argument("--where", action="store_true")
    parser.add_argument("--slice", type=int)
    with tempfile.TemporaryDirectory(prefix="opsroom-bench-") as folder:
        os.chmod(folder, 0o700)
        os.environ["OPSROOM_HOME"] = folder
        main(parser.parse_args())
