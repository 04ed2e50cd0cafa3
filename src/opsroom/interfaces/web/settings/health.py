"""Shows whether the data says what it must, what was found when, and the live figures of this instance."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from opsroom.domains.access.rules import require
from opsroom.insight import health
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.parts import Blank, Crumb, Head, Pair, Pairs, Status
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.settings.sites import company_or_404
from opsroom.interfaces.web.wording import counted, quantity, since
from opsroom.kernel.values.limits import DISK_FREE_BYTES_MIN, HEALTH_KEPT_SECONDS

FINDINGS_SHOWN = 20
GIB = 1024**3


def _key(company_id: int) -> str:
    return f"health:{company_id}"


@require_safe
def health_page(request: HttpRequest) -> HttpResponse:
    """/settings/health: the last run, live figures."""
    actor, company = actor_of(request), company_or_404(request)
    require(actor, "access.settings")
    kept = cache.get(_key(company.id))
    found: list[tuple[str, list[str]]] = kept[1] if kept else []
    wrong = sum(len(findings) for _, findings in found)
    now = datetime.now(UTC)
    title = "The data was not checked yet" if kept is None else f"{counted(wrong, 'finding')} in the data"
    if kept is not None and not wrong:
        title = "The data says what it must"
    lead = f"Checked {since(kept[0], now)}." if kept else "Check it now; it takes a moment with much data."
    return render(
        request,
        "settings/health.html",
        {
            "head": Head(crumbs=[Crumb(text="Settings", href="/settings")], title=title, lead=lead),
            "checks": _checks(found),
            "figures": _figures(health.figures(actor)),
            "found": [(name, findings[:FINDINGS_SHOWN]) for name, findings in found if findings],
        },
    )


@require_POST
def check_now(request: HttpRequest) -> HttpResponse:
    """Runs the checks of the data and keeps what they said."""
    actor, company = actor_of(request), company_or_404(request)
    cache.set(_key(company.id), (datetime.now(UTC), health.examine(actor)), HEALTH_KEPT_SECONDS)
    return HttpResponseRedirect("/settings/health")


def _checks(found: list[tuple[str, list[str]]]) -> Table:
    results = dict(found)
    rows = []
    for name, (proves, _) in health.DATA_CHECKS.items():
        findings = results.get(name)
        status = Status(text="Not checked yet")
        if findings is not None:
            status = (
                Status(text="Fine", tone="ok")
                if not findings
                else Status(text=counted(len(findings), "finding"), tone="bad")
            )
        rows.append(Row(cells=[Cell(text=name.capitalize()), Cell(text=proves), Cell(part=status)]))
    return Table(
        label="Checks",
        columns=[
            Column(name="Check", phone="1"),
            Column(name="What it proves", phone="2 full", wrap=True),
            Column(name="Last run", phone="1 end"),
        ],
        rows=rows,
        empty=Blank(title="There is nothing to check."),
    )


def _figures(said: dict[str, object]) -> Pairs:
    free = disk_free()
    names = {
        "orders": "Orders", "skus": "SKUs", "moves": "Moves in the stock book", "events": "Events",
        "events_last_hour": "Events in the last hour", "jobs_running": "Jobs at work",
        "jobs_waiting": "Jobs waiting or paused", "jobs_failed": "Jobs that failed",
        "outgoing_queued": "Messages waiting for channels",
    }  # fmt: skip
    size = said["bytes"]
    assert isinstance(size, int)  # noqa: S101  # pg_database_size
    rows = [
        Pair(key="PostgreSQL", value=str(said["version"])),
        Pair(key="Size of the database", value=f"{size / GIB:.2f} GiB"),
        Pair(
            key="Free disk",
            value=f"{free / GIB:.1f} GiB",
            note="" if free > DISK_FREE_BYTES_MIN else "imports stop",
        ),
    ]
    for key, words in names.items():
        value = said[key]
        assert isinstance(value, int)  # noqa: S101  # a count
        rows.append(
            Pair(key=words, value=quantity(value), href="/settings/jobs" if key.startswith("jobs") else "")
        )
    return Pairs(rows=rows)


def disk_free() -> int:
    """Free bytes where uploads and documents are kept."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
