"""Lets a row of numbers go on where an old tool stopped; refuses a row that has begun here, or that meets another."""

from __future__ import annotations

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing import events
from opsroom.domains.billing.errors import BadNumber, SeriesBegun, SeriesBehind, SeriesMeets
from opsroom.domains.billing.models import CreditNote, Invoice, OpenReceivable, Series
from opsroom.domains.billing.rules import SERIES, Numbering, number_in, numbering_after
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor


@transaction.atomic
def continue_series(actor: Actor, company_id: int, code: str, last: str) -> str:
    """`last`: the last number given elsewhere, such as RE-2026-004711. Returns the next, as it will stand on paper.

    Raises BadNumber, SeriesBegun once a number was given here (a gap would have to be explained), SeriesMeets, and
    SeriesBehind where an open invoice of the old tool carries a number that would be given once more.
    """
    access.require(actor, "billing.number", company_id=company_id)
    found = numbering_after(last)
    if found is None or code not in SERIES:
        raise BadNumber(found=last.strip()[:40])
    Series.objects.bulk_create(
        [Series(company_id=company_id, code=one, prefix=prefix) for one, prefix in SERIES.items()],
        ignore_conflicts=True,
    )
    # Both rows are locked in one order: numbering waits, and two who set prefixes at once see each other's.
    rows = {
        row.code: row
        for row in Series.objects.select_for_update(no_key=True).filter(company_id=company_id).order_by("id")
    }
    mine = rows[code]
    if given := _last_given(mine):
        raise SeriesBegun(last=given)
    for other in rows.values():
        if other.pk != mine.pk and other.prefix == found.prefix:
            raise SeriesMeets(prefix=found.prefix or "no prefix", other=other.code.replace("_", " "))
    if code == "invoice" and (again := _given_again(company_id, found)):
        raise SeriesBehind(number=again)
    Series.objects.filter(pk=mine.pk).update(
        prefix=found.prefix, digits=found.digits, next_number=found.next_number
    )
    records.record(
        events.SERIES_CONTINUED, events.SERIES, [int(mine.pk)], actor,
        data={"next": found.next_number, "digits": found.digits}, company_id=company_id,
    )  # fmt: skip
    return shown(found)


def shown(numbering: Numbering) -> str:
    """The next number as it will stand on paper."""
    return f"{numbering.prefix}{numbering.next_number:0{numbering.digits}d}"


def _given_again(company_id: int, row: Numbering) -> str:
    """The highest number of the old tool's open invoices that this row has still to give; empty where there is none."""
    theirs = OpenReceivable.objects.filter(company_id=company_id, number__startswith=row.prefix)
    numbered = [(number_in(one, row) or 0, one) for one in theirs.values_list("number", flat=True)]
    last, number = max(numbered, default=(0, ""))
    return number if last >= row.next_number else ""


def _last_given(series: Series) -> str:
    rows = (
        model.objects.filter(series=series, number__isnull=False)
        .order_by("-number")
        .values_list("display_number", flat=True)
        .first()
        for model in (Invoice, CreditNote)
    )
    return next((str(one) for one in rows if one), "")
