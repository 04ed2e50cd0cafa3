"""A note to the next shift in words: which shift, which site, what was open then; refuses to count anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.formats import date_format

from opsroom.domains.access.queries.notes import NoteFacts
from opsroom.domains.access.rules import may
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.metrics.shift import Standing
from opsroom.interfaces.web.parts import Status
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.wording import quantity
from opsroom.kernel.values.actor import Actor

SHIFT_WORDS = {"early": "Early shift", "late": "Late shift", "night": "Night shift", "day": "Day"}
STATE_WORDS: dict[str, Status] = {
    "given": Status(text="Waits for the next shift", tone="warn"),
    "taken": Status(text="Taken over", tone="ok"),
    "withdrawn": Status(text="Withdrawn", tone=""),
}
SAID_FIRST = ("late", "ready", "released", "picked", "packed", "tasks")


def site_names(actor: Actor) -> dict[int, str]:
    """The person's sites by id."""
    if not may(actor, "warehouse.view"):
        return {}
    return {int(site.pk): site.name for site in warehouse.sites(actor)}


def title_of(note: NoteFacts, sites: Mapping[int, str]) -> str:
    """Which shift of which day and site: "Early shift, Mon 23 Nov, Berlin"."""
    said = (SHIFT_WORDS[note.shift], date_format(note.day, "D j M"), sites.get(note.site_id, ""))
    return ", ".join(part for part in said if part)


def number_table(then: Sequence[Standing], now: Mapping[str, int], at: str) -> Table:
    """What was open when the note was written, beside what is open now; each number opens the list as it is now."""
    head = (
        Column(name="What", phone="1"),
        Column(name=at, number=True, phone="1 end", label="then"),
        Column(name="Now", number=True, phone="2 end", label="now"),
    )
    rows = [
        Row(
            cells=(
                Cell(text=one.words),
                Cell(text=quantity(one.number)),
                Cell(text=quantity(now[one.key]), href=one.href) if one.key in now else Cell(text="–"),
            )
        )
        for one in then
    ]
    return Table(label="What is open", columns=head, rows=rows, tight=True)


def summary(then: Sequence[Standing]) -> str:
    """The numbers that are not zero, shortest first, for a line of the list."""
    found = {one.key: one for one in then}
    said = [
        f"{quantity(found[key].number)} {found[key].words.lower()}"
        for key in SAID_FIRST
        if key in found and found[key].number
    ]
    return ", ".join(said) or "Nothing was open."


def today() -> str:
    """The day in words, for the head of a new note."""
    return date_format(timezone.localtime(), "l j F")
