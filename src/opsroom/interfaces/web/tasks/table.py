"""One task as a row: what, about what, whose, since when, and the way to its fix; shows no name of a customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from opsroom.domains.access.kinds import END_REASONS, Kind, kind_of
from opsroom.domains.access.matrix import ROLE_WORDS
from opsroom.domains.access.rules import may
from opsroom.insight.lists.tasks import TaskRow
from opsroom.interfaces.web.parts import Action, Blank, Part
from opsroom.interfaces.web.parts_list import Cell, Column, Row, Table
from opsroom.interfaces.web.today.cards import due_of
from opsroom.interfaces.web.wording import counted, money, since
from opsroom.interfaces.web.wording import moment as moment_words
from opsroom.kernel.values.actor import Actor

ENDED = {
    **END_REASONS,
    "cause_gone": "Its cause is gone",
    "stock_came": "Stock came",
    "hold_released": "Its hold was released",
    "cancelled": "The order was cancelled",
    "counted": "Counted",
    "decided": "Decided",
    "sent_back": "The channel sent the money back",
}
# Where a thing stands that colleagues write about.
SUBJECT_PLACES = {
    "orders.order": ("/orders/{id}", "orders.view"),
    "catalog.sku": ("/stock/{id}", "warehouse.view"),
    "channels.import": ("/import/{id}", "imports.view"),
}


def subject_href(actor: Actor, kind: str, pk: int) -> str:
    """The page of what a task is about, where this person may open it."""
    place, verb = SUBJECT_PLACES.get(kind, ("", ""))
    return (
        place.format(id=pk)
        if place and may(actor, verb, site_id=min(actor.site_ids or (), default=None))
        else ""
    )


def words_of(row: TaskRow) -> str:
    """What it is, of one task: "Bad address"."""
    words = kind_of(row.kind).one.format(n="").strip()
    return words[:1].upper() + words[1:]


def detail_of(row: TaskRow) -> str:
    """The numbers that are known of it."""
    facts = row.facts
    if row.kind == "refund" and "minor" in facts:
        return money(facts["minor"], str(facts.get("currency", "")))
    if row.kind == "count":
        return f"{counted(int(facts.get('pieces', 0)), 'piece')} not found in {facts.get('bin') or 'its bin'}"
    if row.kind == "import_rows":
        return counted(int(facts.get("rows", 0)), "row")
    return ""


def owner_of(row: TaskRow, names: Mapping[int, str]) -> str:
    """Whose it is: a person, else a role."""
    if row.owner_id is not None:
        return names.get(row.owner_id, "Somebody who left")
    words = ROLE_WORDS[row.role]
    return words[:1].upper() + words[1:]


def task_table(
    actor: Actor,
    rows: Sequence[TaskRow],
    names: Mapping[int, str],
    said: Mapping[int, int],
    *,
    closed: bool,
    select: bool,
    empty: Blank,
) -> Table:
    """The list's rows; of closed ones when and why they ended. `said`: task id -> number of comments."""
    now = timezone.now()
    return Table(
        label="Tasks",
        columns=[
            Column(name="What", phone="1"),
            Column(name="About", phone="2"),
            Column(name="Ended" if closed else "Since", phone="1 end"),
            Column(name="Ship by", phone="3"),
            Column(name="Whose", phone="2 end"),
            Column(name="Site", phone="3 end"),
            Column(name="Act", phone="4 full"),
        ],
        rows=[_row(actor, row, names, said.get(row.id, 0), now) for row in rows],
        select=select,
        list_keys=True,
        empty=empty,
    )


def _row(actor: Actor, row: TaskRow, names: Mapping[int, str], said: int, now: datetime) -> Row:
    about = Cell(
        text=row.name, href=subject_href(actor, row.subject_kind, row.subject_id), note=detail_of(row)
    )
    if row.closed_at is not None:
        at = Cell(
            text=since(row.closed_at, now),
            note=ENDED.get(row.close_reason, row.close_reason.replace("_", " ")),
        )
    else:
        asleep = row.snoozed_until if row.snoozed_until and row.snoozed_until > now else None
        back = f"back {moment_words(asleep, timezone.localdate())}" if asleep else ""
        at = Cell(text=since(row.opened_at, now), note=back)
    due = due_of(row.ship_by, now) if row.closed_at is None else None
    return Row(
        id=str(row.id),
        name=f"{words_of(row)} {row.name}".strip(),
        cells=[
            Cell(text=words_of(row), href=f"/tasks/{row.id}", note=counted(said, "comment") if said else ""),
            about,
            at,
            Cell(part=due),
            Cell(text=owner_of(row, names)),
            Cell(text=row.site),
            Cell(part=_act(actor, row)),
        ],
    )


def may_act(actor: Actor, kind: Kind) -> bool:
    """Whether this person may do what ends such tasks, at one of their sites at least."""
    return may(actor, kind.verb, site_id=min(actor.site_ids or (), default=None))


def _act(actor: Actor, row: TaskRow) -> Part | None:
    kind = kind_of(row.kind)
    if row.state != "open" or not kind.row_place or not may_act(actor, kind):
        return None
    href = kind.row_place.format(id=row.subject_id)
    return Action(
        label=kind.act, href=href, small=True, about=f"{kind.act}: {words_of(row)} {row.name}".strip()
    )
