"""Judges a chunk of staged customers against those we have; refuses to merge two of them by guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.country_rules import code_of
from opsroom.domains.customers.queries import CustomerFacts, PartyFacts
from opsroom.domains.customers.rules import TOLD, CustomerDraft, PartyDraft, Terms, terms_problem
from opsroom.kernel.values.money import to_minor
from opsroom.kernel.values.printable import one_line
from opsroom.ports.as_json import value_from_json
from opsroom.ports.incoming import IncomingAddress
from opsroom.ports.incoming_house import IncomingBuyer
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import problem
from opsroom.workflows.importing.tally import Tally

Json = dict[str, Any]
Judged = dict[int, tuple[str, list[Json]]]


@dataclass(frozen=True, slots=True)
class PlannedBuyer:
    """One row of a list of customers, resolved. `changes`: field -> (before, after); before is None for a new one."""

    number: int
    first_row: int
    draft: CustomerDraft
    stored: CustomerFacts | None
    changes: dict[str, tuple[Any, Any]]
    addresses: tuple[PartyDraft, ...]
    terms: tuple[Terms, Terms] | None = None  # as they are, as they will be; None where they stay
    missing_id: int | None = None  # our own number, where nobody here has it

    @property
    def effect(self) -> str:
        """new, changed or same."""
        if self.stored is None:
            return "new"
        return "changed" if self.changes or self.addresses or self.terms else "same"


def plan_customers(setting: Setting, rows: Sequence[RowFacts]) -> list[PlannedBuyer]:
    """The rows with the customer each means, by the channel's number for them."""
    code = setting.channel.code if setting.channel else ""
    values = [(row, _value(row)) for row in rows]
    keys = [f"{code}:{value.external_id}" if value.external_id else "" for _, value in values]
    ids = customers.customers_by_key(setting.company.id, [key for key in keys if key])
    own = [value.house_id for _, value in values if value.house_id is not None]
    stored = customers.customers_by_id(setting.company.id, [*ids.values(), *own])
    given = customers.parties_by_customer(setting.company.id, list(stored))
    found = []
    for (row, value), key in zip(values, keys, strict=True):
        facts = stored.get(value.house_id if value.house_id is not None else ids.get(key, 0))
        meant = facts.id if facts and value.house_id is not None else None
        draft = CustomerDraft(key or None, value.name, value.email, value.phone, value.locale, id=meant)
        known = {_same(party) for party in given.get(facts.id, [])} if facts else set()
        wanted = [one for one in _addresses(value) if _same(one) not in known]
        found.append(
            PlannedBuyer(
                row.number,
                row.first_row,
                draft,
                facts,
                _changes(facts, draft),
                tuple(wanted),
                _terms(facts, value),
                value.house_id if facts is None else None,
            )
        )
    return found


def check_customers(setting: Setting, rows: Sequence[RowFacts], seen: dict[str, int], tally: Tally) -> Judged:
    """row number -> (effect, problems). `seen`: customers of earlier rows, by key -> row."""
    judged: Judged = {}
    for plan in plan_customers(setting, rows):
        key = f"own {plan.draft.id}" if plan.draft.id else plan.draft.external_key or ""
        first = seen.setdefault(key, plan.first_row)
        problems = []
        if first != plan.first_row:
            numbered = "number" in setting.facts.mapping.get("columns", {})
            what, field = ("customer number", "number") if numbered else ("e-mail address", "email")
            sentence = f"The same {what} stands in row {first}. Keep one: leave this row out, or correct it."
            number = key.partition(":")[2]
            problems.append(problem(plan.first_row, field, number, sentence, "error", "customer.twice"))
        if plan.stored and plan.stored.name and {"name", "email"} <= plan.changes.keys():
            sentence = (
                "This number belongs to a customer with another name and another e-mail address here. Confirm that "
                "it is the same one, or leave the row out."
            )
            problems.append(
                problem(plan.first_row, "name", plan.draft.name, sentence, "question", "customer.another")
            )
        problems += _own_problems(plan)
        if plan.terms:
            tally.terms_changes += 1
        judged[plan.number] = (plan.effect, problems)
    return judged


def _own_problems(plan: PlannedBuyer) -> list[Json]:
    """A number of ours that nobody has, and terms that nobody can grant."""
    found = []
    if plan.missing_id is not None:
        sentence = (
            f"No customer here has the number {plan.missing_id}. Empty this cell to bring the row in as a new one, or "
            "leave the row out."
        )
        found.append(
            problem(plan.first_row, "house_id", str(plan.missing_id), sentence, "error", "customer.no_such")
        )
    if plan.terms:
        after = plan.terms[1]
        if why := terms_problem(after.days, after.limit_minor, after.currency):
            found.append(problem(plan.first_row, "terms", "", why, "error", "customer.bad_terms"))
    return found


def _terms(facts: CustomerFacts | None, value: IncomingBuyer) -> tuple[Terms, Terms] | None:
    """How they pay now and how they will; a cell that tells nothing changes nothing, an erased person stays erased."""
    if facts is not None and facts.erased_at is not None:
        return None
    now = Terms(facts.terms_days, facts.credit_limit_minor, facts.credit_currency) if facts else Terms()
    days = None if value.prepaid else now.days if value.terms_days is None else value.terms_days
    limit, currency = now.limit_minor, now.currency
    if value.no_limit or (value.prepaid and value.credit_limit is None):
        limit, currency = None, ""
    elif value.credit_limit is not None:
        limit, currency = to_minor(value.credit_limit, value.credit_currency), value.credit_currency
    after = Terms(days, limit, currency)
    return None if after == now else (now, after)


def _value(row: RowFacts) -> IncomingBuyer:
    value = value_from_json("customer", row.value or {})
    assert isinstance(value, IncomingBuyer)  # noqa: S101 - the kind says so
    return value


def _changes(facts: CustomerFacts | None, draft: CustomerDraft) -> dict[str, tuple[Any, Any]]:
    """What the file tells differently; an empty cell tells nothing."""
    if facts is None:
        return {name: (None, told) for name in TOLD if (told := getattr(draft, name))}
    if facts.erased_at is not None:
        return {}
    pairs = ((name, getattr(facts, name), getattr(draft, name)) for name in TOLD)
    return {name: (before, after) for name, before, after in pairs if after and after != one_line(before)}


def _addresses(value: IncomingBuyer) -> list[PartyDraft]:
    """The addresses told; a firm or a tax number without a street is kept as a row too, since an invoice needs it."""
    drafts = [_party(value, one) for one in value.addresses]
    if not drafts and (value.vat_number or (value.company and value.company != value.name)):
        drafts.append(_party(value, IncomingAddress(name=value.name, company=value.company)))
    return drafts


def _party(value: IncomingBuyer, one: IncomingAddress) -> PartyDraft:
    organisation = one.company
    return PartyDraft(
        name=one.name if one.name != organisation else "",
        organisation=organisation,
        line1=one.line1,
        line2=one.line2,
        city=one.city,
        region=one.region_code or one.region,
        postcode=one.postcode,
        country=one.country_code or code_of(one.country) or one.country,
        phone=one.phone,
        email=one.email,
        vat_number=value.vat_number,
    )


def _same(party: PartyDraft | PartyFacts) -> tuple[str, ...]:
    names = ("name", "organisation", "line1", "line2", "city", "region", "postcode", "country", "vat_number")
    return tuple(str(getattr(party, name)) for name in names)


def of_customer(draft: PartyDraft, customer_id: int) -> PartyDraft:
    """The same address as this customer's."""
    return replace(draft, customer_id=customer_id)
