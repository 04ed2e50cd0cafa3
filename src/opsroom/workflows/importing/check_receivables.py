"""Judges a chunk of staged open invoices; refuses to open one twice, and to guess who owes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from opsroom.domains.billing import queries as billing
from opsroom.domains.billing.actions.open_receivables import ReceivableDraft
from opsroom.domains.billing.queries import ReceivableFacts
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.customers import queries as customers
from opsroom.kernel.values.money import Money, to_minor
from opsroom.ports.as_json import value_from_json
from opsroom.ports.incoming_house import IncomingReceivable
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import problem
from opsroom.workflows.importing.tally import Tally

Json = dict[str, Any]
Judged = dict[int, tuple[str, list[Json]]]
OLD_YEARS = 10  # no court helps to collect what is older


@dataclass(frozen=True, slots=True)
class PlannedReceivable:
    """One open invoice, resolved. `who`: ids of the customers the word means; one alone is an answer."""

    number: int
    first_row: int
    value: IncomingReceivable
    draft: ReceivableDraft
    stored: ReceivableFacts | None
    who: frozenset[int]

    @property
    def effect(self) -> str:
        """new or same: what stands here is never changed by a file."""
        return "new" if self.stored is None else "same"


def plan_receivables(setting: Setting, rows: Sequence[RowFacts]) -> list[PlannedReceivable]:
    """The rows with the customer each means: by the number a channel or the old tool gives them, else by what they are
    called. Where the file tells no day, the terms they have here say when it is due."""
    values = [(row, _value(row)) for row in rows]
    company_id = setting.company.id
    words = {value.customer for _, value in values if value.customer}
    codes = [one.code for one in channels.channels_of(setting.actor, company_id)]
    by_key = customers.customers_by_key(company_id, [f"{code}:{word}" for code in codes for word in words])
    numbered: dict[str, set[int]] = {}
    for key, pk in by_key.items():
        numbered.setdefault(key.partition(":")[2], set()).add(pk)
    called = customers.customers_called(company_id, words)
    meant = {word: frozenset(numbered.get(word) or called.get(word.casefold()) or set()) for word in words}
    terms = customers.terms_of(company_id, [next(iter(who)) for who in meant.values() if len(who) == 1])
    stored = billing.receivables_by_number(company_id, {value.number for _, value in values})
    found = []
    for row, value in values:
        who = meant.get(value.customer, frozenset())
        customer_id = next(iter(who)) if len(who) == 1 else None
        days = terms[customer_id].terms_days if customer_id in terms else None
        due_on = value.due_on or (value.issued_on + timedelta(days=days) if days is not None else None)
        currency = value.currency or setting.currency
        draft = ReceivableDraft(
            value.number, customer_id, currency, value.issued_on, due_on,
            to_minor(value.gross, currency), to_minor(value.open, currency),
        )  # fmt: skip
        found.append(
            PlannedReceivable(row.number, row.first_row, value, draft, stored.get(value.number), who)
        )
    return found


def check_receivables(
    setting: Setting, rows: Sequence[RowFacts], seen: dict[str, int], tally: Tally, today: date
) -> Judged:
    """row number -> (effect, problems). `seen`: invoices of earlier rows, by number -> row."""
    plans = plan_receivables(setting, rows)
    numbers = {plan.value.number for plan in plans}
    ours = billing.numbers_of_ours(setting.company.id, numbers)
    to_come, following = billing.numbers_to_come(setting.company.id, numbers)
    judged: Judged = {}
    for plan in plans:
        first = seen.setdefault(plan.value.number, plan.first_row)
        problems = [
            *_twice(plan, first, plan.value.number in ours),
            *_who(plan),
            *(_again(plan, following) if plan.value.number in to_come else ()),
            *_doubts(plan, today),
        ]
        if plan.effect == "new" and first == plan.first_row:
            currency = plan.draft.currency
            tally.owed[currency] = tally.owed.get(currency, 0) + plan.draft.open_minor
        judged[plan.number] = (plan.effect, problems)
    return judged


def _twice(plan: PlannedReceivable, first: int, ours: bool) -> list[Json]:
    number, row = plan.value.number, plan.first_row
    if first != row:
        sentence = (
            f"{number} stands in row {first} already. Keep one: leave this row out, or correct its number."
        )
        return [problem(row, "number", number, sentence, "error", "receivable.twice")]
    if ours:
        sentence = f"{number} is an invoice of ours. What is owed on it is known; leave the row out."
        return [problem(row, "number", number, sentence, "error", "receivable.ours")]
    stored = plan.stored
    if stored and (stored.open_minor, stored.currency) != (plan.draft.open_minor, plan.draft.currency):
        was, now = (
            Money(stored.open_minor, stored.currency),
            Money(plan.draft.open_minor, plan.draft.currency),
        )
        sentence = (
            f"{number} was opened with {was} here, and the file says {now}. It is owed once: record what was paid "
            "since under Money, Owed, or take the first import back."
        )
        return [problem(row, "open", str(plan.value.open), sentence, "error", "receivable.differs")]
    return []


def _again(plan: PlannedReceivable, following: str) -> list[Json]:
    """Two invoices of one number, in one shop's books: only a person may want that."""
    if plan.stored:
        return []
    number, row = plan.value.number, plan.first_row
    sentence = (
        f"Our own invoices go on at {following} and would come to {number} once more. Type the old tool's last number "
        "under Settings, Number series, before the first invoice; or confirm that two may carry it."
    )
    return [problem(row, "number", number, sentence, "question", "receivable.number_again")]


def _who(plan: PlannedReceivable) -> list[Json]:
    word, row = plan.value.customer, plan.first_row
    if plan.stored:
        return []  # it is owed here already, by whoever was meant then
    if len(plan.who) > 1:
        sentence = (
            f"{len(plan.who)} customers are called “{word}”. Write the customer number or e-mail address."
        )
        return [problem(row, "customer", word, sentence, "error", "receivable.customer_unclear")]
    if plan.who:
        return []
    said = f"No customer here is “{word}”." if word else "No customer is named."
    sentence = (
        f"{said} Correct it, or import the customers first; or confirm that it is owed by "
        "somebody who is not known here."
    )
    return [problem(row, "customer", word, sentence, "question", "receivable.unknown_customer")]


def _doubts(plan: PlannedReceivable, today: date) -> list[Json]:
    value, draft, row, found = plan.value, plan.draft, plan.first_row, []
    if draft.open_minor > draft.gross_minor:
        was, now = Money(draft.gross_minor, draft.currency), Money(draft.open_minor, draft.currency)
        sentence = f"{now} is open of {was}. Confirm it, or correct it: the two columns may be swapped."
        found.append(problem(row, "open", str(value.open), sentence, "question", "receivable.more_open"))
    early = value.due_on is not None and value.due_on < value.issued_on
    if early or value.issued_on > today or today.year - value.issued_on.year > OLD_YEARS:
        due = f", due on {value.due_on}" if value.due_on else ""
        sentence = (
            f"Issued on {value.issued_on}{due}. Confirm it, or correct the day: columns may be swapped."
        )
        found.append(
            problem(row, "issued_on", str(value.issued_on), sentence, "question", "receivable.dates")
        )
    return found


def _value(row: RowFacts) -> IncomingReceivable:
    value = value_from_json("receivable", row.value or {})
    assert isinstance(value, IncomingReceivable)  # noqa: S101 - the kind says so
    return value
