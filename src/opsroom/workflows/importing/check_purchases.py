"""Judges a chunk of staged purchase orders; refuses to guess an item and to hide figures at odds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.partners import queries as partners
from opsroom.domains.partners.queries import SupplierFacts
from opsroom.domains.partners.rules import SupplierDraft
from opsroom.domains.purchasing import queries as purchasing
from opsroom.domains.purchasing import rules
from opsroom.domains.purchasing.queries import PurchaseFacts
from opsroom.domains.purchasing.rules import EXPECTED_YEARS_MAX, LineDraft, PurchaseDraft
from opsroom.ports.as_json import value_from_json
from opsroom.ports.incoming_house import IncomingPurchase, IncomingPurchaseLine
from opsroom.ports.reading.proposed_sku import propose_sku
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import far_sentence, is_far, problem
from opsroom.workflows.importing.nearest import Nearest
from opsroom.workflows.importing.shelf import site_of
from opsroom.workflows.importing.stock_places import Sites, sites_of
from opsroom.workflows.importing.tally import Tally

Json = dict[str, Any]
Judged = dict[int, tuple[str, list[Json]]]
NEAR_NAME = 0.6  # names are longer and spelled more freely than codes


@dataclass(frozen=True, slots=True)
class PlannedPurchase:
    """One staged purchase order, resolved. `draft` None: something of it is not known yet. `new_supplier`: the supplier
    to be made for it, where nobody of that code or name stands here."""

    number: int
    first_row: int
    value: IncomingPurchase
    draft: PurchaseDraft | None
    stored: PurchaseFacts | None
    new_supplier: SupplierDraft | None
    skus: tuple[SkuFacts | None, ...]
    told: tuple[rules.Told, ...]
    site_id: int | None
    namesakes: int = 0
    nothing: bool = False  # no piece of it was ordered

    @property
    def effect(self) -> str:
        """new, changed or same."""
        if self.nothing:
            return "same"
        if self.stored is None:
            return "new"
        if self.draft is None or self.stored.state != "open":
            return "same"
        return "changed" if differs(self.stored, self.draft) else "same"


def plan_purchases(setting: Setting, rows: Sequence[RowFacts]) -> list[PlannedPurchase]:
    """The rows with their supplier, site and items."""
    values = [(row, _value(row)) for row in rows]
    company_id = setting.company.id
    words = {value.supplier for _, value in values}
    meant = _suppliers(company_id, words)
    new = _new_suppliers(company_id, [value for _, value in values], meant)
    codes = {line.sku for _, value in values for line in value.lines}
    by_sku = catalog.skus_by_code(company_id, codes)
    by_sku |= catalog.skus_by_barcode(company_id, codes - by_sku.keys())
    stored = purchasing.purchases_by_number(company_id, {value.number for _, value in values})
    sites = sites_of(setting)
    return [
        _planned(setting, row, value, meant, new, by_sku, stored.get(value.number), sites)
        for row, value in values
    ]


def _suppliers(company_id: int, words: Collection[str]) -> dict[str, Sequence[SupplierFacts]]:
    """Word in lower case -> who is meant: by code, whatever its case, else by name. More than one is no answer."""
    exact = partners.suppliers_by_code(company_id, words)
    folded = partners.suppliers_by_code_folded(company_id, words)
    named = partners.suppliers_by_name(company_id, words)
    found: dict[str, Sequence[SupplierFacts]] = {}
    for word in words:
        key = word.casefold()
        found[word] = [exact[word]] if word in exact else folded.get(key, []) or named.get(key, [])
    return found


def _new_suppliers(
    company_id: int, values: Sequence[IncomingPurchase], meant: Mapping[str, Sequence[SupplierFacts]]
) -> dict[str, SupplierDraft]:
    """Word in lower case -> the supplier to be made, each under a code that nobody has."""
    found: dict[str, SupplierDraft] = {}
    taken: set[str] | None = None
    for value in values:
        key = value.supplier.casefold()
        if meant[value.supplier] or key in found:
            continue
        taken = partners.codes_taken(company_id) if taken is None else taken
        code = propose_sku(value.supplier, (), taken)
        taken.add(code)
        found[key] = SupplierDraft(code=code, name=value.supplier, currency=value.currency)
    return found


def _planned(
    setting: Setting,
    row: RowFacts,
    value: IncomingPurchase,
    meant: Mapping[str, Sequence[SupplierFacts]],
    new_suppliers: Mapping[str, SupplierDraft],
    by_sku: Mapping[str, SkuFacts],
    stored: PurchaseFacts | None,
    sites: Sites,
) -> PlannedPurchase:
    named = meant[value.supplier]
    supplier = named[0] if len(named) == 1 else None
    new = None if named else new_suppliers[value.supplier.casefold()]
    site_id = sites.by_word.get(value.site.casefold()) or _usual_site(setting, value.site, sites)
    skus = tuple(by_sku.get(line.sku) for line in value.lines)
    told = tuple(_told(line, value) for line in value.lines)
    plan = PlannedPurchase(
        row.number,
        row.first_row,
        value,
        None,
        stored,
        new,
        skus,
        told,
        site_id,
        len(named) if not supplier else 0,
    )
    if site_id is None or not value.lines or any(sku is None for sku in skus) or (not supplier and not new):
        return plan
    lines = tuple(
        LineDraft(
            sku_id=sku.id,
            ordered=figures.ordered,
            received=figures.received,
            cancelled=rules.remaining(figures.ordered, figures.received) if _done(line, value) else 0,
            unit_cost=line.unit_cost,
            expected_on=line.expected_on if line.expected_on != value.expected_on else None,
        )
        for line, sku, figures in zip(value.lines, skus, told, strict=True)
        if sku is not None and figures.ordered
    )
    if not lines:
        return replace(plan, nothing=True)
    draft = PurchaseDraft(
        number=value.number,
        supplier_id=supplier.id if supplier else 0,
        site_id=stored.site_id if stored else site_id,
        lines=lines,
        currency=value.currency or (supplier.currency if supplier else ""),
        ordered_on=value.ordered_on,
        expected_on=value.expected_on,
    )
    return replace(plan, draft=draft)


def _done(line: IncomingPurchaseLine, value: IncomingPurchase) -> bool:
    return line.done or value.done


def _told(line: IncomingPurchaseLine, value: IncomingPurchase) -> rules.Told:
    if _done(line, value):
        return rules.told_done(line.ordered, line.received, line.remaining)
    return rules.told(line.ordered, line.received, line.remaining)


def _usual_site(setting: Setting, word: str, sites: Sites) -> int | None:
    """The site chosen for the file or the only one; a name nobody knows is no site where there are several."""
    if word and len(sites.names) > 1 and setting.facts.site_id is None:
        return None
    return site_of(setting)


def differs(stored: PurchaseFacts, draft: PurchaseDraft) -> bool:
    """Whether the draft tells anything else than what stands here; lines by SKU, in order."""
    for name in ("supplier_id", "ordered_on", "expected_on"):
        value = getattr(draft, name)
        if value and value != getattr(stored, name):
            return True
    free = list(stored.lines)
    for line in draft.lines:
        found = next((one for one in free if one.sku_id == line.sku_id), None)
        if found is None:
            return True
        free.remove(found)
        for name in ("ordered", "received", "cancelled", "unit_cost", "expected_on"):
            value = getattr(line, name)
            if value is not None and value != getattr(found, name):
                return True
    return False


def check_purchases(
    setting: Setting, rows: Sequence[RowFacts], seen: dict[str, int], tally: Tally, today: date
) -> Judged:
    """row number -> (effect, problems). `seen`: orders of earlier rows, by number -> row."""
    plans = plan_purchases(setting, rows)
    company_id = setting.company.id
    items = Nearest(lambda: {code.casefold(): code for code in catalog.codes_like(company_id)})
    makers = Nearest(lambda: partners.suppliers_by_word(company_id), cutoff=NEAR_NAME)
    judged: Judged = {}
    for plan in plans:
        problems: list[Json] = []
        first = seen.setdefault(plan.value.number, plan.first_row)
        if first != plan.first_row:
            sentence = f"{plan.value.number} stands in row {first} already, with other orders between. Sort the file."
            problems.append(
                problem(plan.first_row, "number", plan.value.number, sentence, "error", "purchase.twice")
            )
        problems += _head(plan, makers, today)
        for line, sku, figures in zip(plan.value.lines, plan.skus, plan.told, strict=True):
            problems += _line(line, sku, figures, items, plan.value, today)
        effect = plan.effect
        if effect == "new" and not problems:
            tally.purchases += 1
        if effect != "same" and plan.draft:
            tally.pieces_to_come += sum(
                rules.remaining(one.ordered, one.received, one.cancelled) for one in plan.draft.lines
            )
        judged[plan.number] = (effect, problems)
    return judged


def _head(plan: PlannedPurchase, makers: Nearest[tuple[str, str]], today: date) -> list[Json]:
    found: list[Json] = []
    value, row = plan.value, plan.first_row
    if plan.namesakes:
        sentence = f"{plan.namesakes} suppliers are called “{value.supplier}”. Write the code of the one that is meant."
        found.append(problem(row, "supplier", value.supplier, sentence, "error", "purchase.supplier_unclear"))
    if plan.new_supplier:
        near = makers(value.supplier)
        hint = f" The nearest is {near[0]}, {near[1]}." if near else ""
        sentence = (
            f"No supplier is “{value.supplier}”.{hint} Correct it, or confirm to add it as a new supplier."
        )
        fix = near[0] if near else None
        found.append(
            problem(row, "supplier", value.supplier, sentence, "question", "purchase.unknown_supplier", fix)
        )
    if plan.nothing:
        sentence = f"No piece of {value.number} was ordered. There is nothing to take in."
        found.append(problem(row, "ordered", "0", sentence, "flag", "purchase.nothing"))
    if plan.site_id is None:
        sentence = (
            f"“{value.site}” is no site here. Write the code of one." if value.site
            else "For which site? Choose one for the file, or add a column Site."
        )  # fmt: skip
        found.append(problem(row, "site", value.site, sentence, "error", "purchase.unknown_site"))
    if value.ordered_on and value.ordered_on > today:
        sentence = f"Ordered on {value.ordered_on}, which is still to come. Confirm it, or correct the day."
        found.append(
            problem(row, "ordered_on", str(value.ordered_on), sentence, "question", "purchase.dates")
        )
    if plan.stored and plan.stored.state != "open" and not value.done:
        sentence = (
            f"{value.number} is {plan.stored.state} here, and the file has it open. Nothing of it is changed: open it "
            "again on its page if it is to come after all."
        )
        found.append(problem(row, "state", value.number, sentence, "flag", "purchase.closed_here"))
    return found


def _line(
    line: IncomingPurchaseLine,
    sku: SkuFacts | None,
    figures: rules.Told,
    items: Nearest[str],
    value: IncomingPurchase,
    today: date,
) -> list[Json]:
    row = line.row
    if sku is None:
        fix = items(line.sku)
        hint = f" The nearest is {fix}." if fix else ""
        sentence = f"The SKU “{line.sku}” is unknown.{hint} Correct the code, or import the product first."
        return [problem(row, "sku", line.sku, sentence, "error", "purchase.unknown_sku", fix)]
    found = []
    if figures.differs is not None:
        sentence = (
            f"{line.ordered} ordered less {line.received or 0} received leaves {figures.differs}, and the file says "
            f"{line.remaining} remain. Confirm that {line.remaining} are still to come, or correct the row."
        )
        found.append(
            problem(row, "remaining", str(line.remaining), sentence, "question", "purchase.remaining_differs")
        )
    elif (
        not _done(line, value)
        and line.ordered is not None
        and line.received is not None
        and line.received > line.ordered
    ):
        sentence = (
            f"{line.received} received of {line.ordered} ordered. Confirm that more came than was ordered, or correct "
            "it: the two columns may be swapped."
        )
        found.append(
            problem(row, "received", str(line.received), sentence, "question", "purchase.more_received")
        )
    due = line.expected_on
    if due and (
        abs(due.year - today.year) > EXPECTED_YEARS_MAX or (value.ordered_on and due < value.ordered_on)
    ):
        sentence = (
            f"Expected on {due}, ordered on {value.ordered_on or 'a day not told'}. Confirm it, or correct the day: "
            "the two columns may be swapped."
        )
        found.append(problem(row, "expected_on", str(due), sentence, "question", "purchase.dates"))
    if line.unit_cost is not None and sku.cost is not None and is_far(line.unit_cost, sku.cost):
        sentence = far_sentence("Unit cost", line.unit_cost, sku.cost)
        found.append(
            problem(
                row,
                "unit_cost",
                str(line.unit_cost),
                sentence,
                "question",
                "purchase.cost_far",
                str(sku.cost),
            )
        )
    return found


def as_json(facts: PurchaseFacts) -> Json:
    """An order as an undo needs it, days and costs as text."""
    found = asdict(facts)
    found["lines"] = [
        {
            name: one if one is None or isinstance(one, int) else _text(one)
            for name, one in line.items()
            if name != "id"  # a restored line is the same line
        }
        for line in found["lines"]
    ]
    return {
        name: one if one is None or isinstance(one, int | list) else str(one) for name, one in found.items()
    }


def _text(value: Any) -> str:
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def _value(row: RowFacts) -> IncomingPurchase:
    value = value_from_json("purchase", row.value or {})
    assert isinstance(value, IncomingPurchase)  # noqa: S101 - the kind says so
    return value
