"""Measures how fast a stock CSV is staged, checked and committed, as a share of a bare COPY; makes its own database.

Run: .venv/bin/python bench/import_rate.py [rows]. Prints one JSON object; rates are rows a second.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
SITE_BINS = 200


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def bare_copy(text: str) -> None:
    """The limit: the same bytes into a table with one index and no rules, committed."""
    from django.db import connection, transaction  # lazy: heavy

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bare (number int PRIMARY KEY, sku text, on_hand text, bin text, cost text)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for number, line in enumerate(text.splitlines()[1:]):
                copy.write_row((number, *line.split(",")))


def main() -> None:
    from opsroom.project.instance import opened  # lazy: heavy

    with opened("worker"):
        measure()


def measure() -> None:
    from opsroom.domains.access.actions.create_company import create_company  # lazy: heavy
    from opsroom.domains.access.rules import system_actor  # lazy: heavy
    from opsroom.domains.catalog.actions.upsert_products import upsert_products  # lazy: heavy
    from opsroom.domains.catalog.rules import ProductDraft, SkuDraft  # lazy: heavy
    from opsroom.domains.warehouse.actions.create_site import SiteFacts, create_site  # lazy: heavy
    from opsroom.workflows.importing.uploads import keep_upload  # lazy: heavy
    from opsroom.workflows.open_import import Wish, open_import  # lazy: heavy
    from opsroom.workflows.run_import import run_import  # lazy: heavy

    setup = system_actor("system.setup")
    company = create_company(
        setup, code="BENCH", name="Bench", country="DE", currency="EUR", timezone="Europe/Berlin"
    )
    actor = system_actor("system.terminal", company_ids=frozenset({company}), way="cli")
    create_site(actor, company, SiteFacts("MAIN", "Main", "Europe/Berlin", "DE"))
    drafts = [ProductDraft(f"p{n}", (SkuDraft(f"SKU-{n:06}"),), title=f"Product {n}") for n in range(ROWS)]
    made, _ = timed(
        lambda: [upsert_products(actor, company, drafts[at : at + 1000]) for at in range(0, ROWS, 1000)]
    )
    text = io.StringIO()
    text.write("SKU,On hand,Bin,Unit cost\n")
    for number in range(ROWS):
        text.write(f"SKU-{number:06},{number % 50 + 1},B{number % SITE_BINS:03},{number % 90 + 1}.10\n")
    limit = min(timed(lambda: bare_copy(text.getvalue()))[0] for _ in range(3))
    upload = keep_upload([text.getvalue().encode()], owner="bench")
    import_id = open_import(actor, company, upload, "stock.csv", Wish(format="stock"))
    staged, _ = timed(lambda: run_import(actor, import_id, dry_run=True))
    committed, run = timed(lambda: run_import(actor, import_id))
    again, _ = timed(lambda: run_import(actor, import_id))
    found = {
        "rows": ROWS,
        "written": run.written,
        "products_per_second": round(ROWS / made),
        "bare_copy_seconds": round(limit, 2),
        "stage_and_check_per_second": round(ROWS / staged),
        "recheck_and_commit_per_second": round(ROWS / committed),
        "stage_share_of_copy": round(limit / staged, 4),
        "commit_share_of_copy": round(limit / committed, 4),
        "again_seconds": round(again, 2),
    }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="opsroom-bench-") as folder:
        os.chmod(folder, 0o700)
        os.environ["OPSROOM_HOME"] = folder
        main()
