"""Decides what an import must ask as a whole before it may write; refuses to stay silent about a mass change."""

from __future__ import annotations

from opsroom.domains.billing import queries as billing
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.values.limits import IMPORT_GUARD_PERCENT
from opsroom.kernel.values.money import Money
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import Question, listed
from opsroom.workflows.importing.shelf import site_of, stock_value
from opsroom.workflows.importing.stock_places import sites_of
from opsroom.workflows.importing.tally import Tally

SAME = "same"
GUARD_ROWS_MIN = 5  # so few rows may well change alike


def questions_of(setting: Setting, tally: Tally) -> list[Question]:
    """The questions that this import raises, the answered ones with their answer."""
    answers = setting.facts.answers
    found = [
        _meaning(setting, tally),
        _site(setting, tally),
        _places(setting, tally),
        _other_bins(tally, answers.get("other_bins")),
        _history(setting, tally),
        _guard(setting, tally),
        _unbalanced(setting, tally),
    ]
    raised = [question for question in (*found, _aliases(tally, answers.get("case_aliases"))) if question]
    return [
        Question(one.code, one.sentence, one.options, one.blocking, answers.get(one.code)) for one in raised
    ]


def _meaning(setting: Setting, tally: Tally) -> Question | None:
    """null is not 0, and available is not on hand: a file that does not say is asked."""
    answered = setting.facts.answers.get("quantity_meaning")
    if not tally.unknown_meaning and not answered:
        return None
    return Question(
        "quantity_meaning",
        "The file has a quantity for each item but does not say what it counts. What is it?",
        (
            ("available", "What can still be sold: open orders have taken theirs already"),
            ("on_hand", "What lies on the shelf, open orders included"),
            ("not_tracked", "Nothing to rely on: leave stock alone"),
        ),
        blocking=True,
    )


def _site(setting: Setting, tally: Tally) -> Question | None:
    counts = tally.unknown_meaning or setting.meaning or setting.facts.format == "stock"
    if not counts or site_of(setting) is not None:
        return None
    if setting.facts.format == "stock" and not tally.unplaced:
        return None
    mine = warehouse.sites(setting.actor).filter(company_id=setting.company.id)
    named = tuple((str(site.pk), site.name) for site in mine)
    return Question("site", "Which site do these quantities lie in?", named, blocking=True)


def _history(setting: Setting, tally: Tally) -> Question | None:
    if setting.channel is not None and setting.channel.listening:
        return None  # they do nothing here whatever their state
    if setting.facts.mode != "live" or not tally.orders or tally.old_or_closed_orders < tally.orders:
        return None
    what = (
        "The new order in this file is" if tally.orders == 1 else f"All {tally.orders:,} new orders in it are"
    )
    return Question(
        "history",
        f"{what} closed or old. History only fills reports; live takes stock, asks for picking and numbers.",
        (("history", "Import as history"), ("live", "They are live, import them as such")),
        blocking=True,
    )


def _places(setting: Setting, tally: Tally) -> Question | None:
    """Names that are no site here. One name and one site are no question; anything else would be a guess."""
    sites = sites_of(setting).names
    # A single word for the single site is its name in the old tool.
    alone = len(sites) == 1 and len(tally.places) == 1 and not tally.places_known
    if not tally.places or setting.facts.site_id is not None or alone:
        return None
    named = listed([name for name, _ in sorted(tally.places.items(), key=lambda one: -one[1])])
    rows = sum(tally.places.values())
    return Question(
        "places",
        f"The file says that {rows:,} of its rows lie at {named}, which is no site here. Where do they lie? If a site "
        "is missing, add it under Settings, Sites, with that name, then read the file again.",
        tuple((str(site_id), name) for site_id, name in sites.items()),
        blocking=True,
    )


def _other_bins(tally: Tally, answer: str | None) -> Question | None:
    """Goods in bins that the file does not name would stand beside those it counts, and so twice."""
    if not tally.other_bins:
        return None
    codes = sorted({code for code, _ in tally.other_bins})
    pieces = sum(many for _, many in tally.other_bins)
    what = "SKU of it also lies" if len(codes) == 1 else "SKUs of it also lie"
    return Question(
        "other_bins",
        f"{len(codes):,} {what} in bins this file does not name ({listed(codes)}), {pieces:,} pieces in all. Does the "
        "file name every bin of its SKUs?",
        (
            ("empty", "Yes: those other bins are empty"),
            ("keep", "No: leave those other bins as they are"),
        ),
        blocking=True,
    )


def _guard(setting: Setting, tally: Tally) -> Question | None:
    """A batch that would zero or move too much, or cannot be true, stops and asks."""
    reasons = _moves_much(setting, tally) + _cannot_be(tally)
    if not reasons:
        return None
    return Question(
        "guard",
        f"This file changes a lot: {' and '.join(reasons)}. Is it complete and right?",
        (("yes", "Yes, the file is right"),),
        blocking=True,
    )


def _moves_much(setting: Setting, tally: Tally) -> list[str]:
    site_id = site_of(setting)
    sites = sorted(tally.sites | ({site_id} if site_id is not None else set()))
    if not sites or not (tally.zeroed or tally.units_up or tally.units_down):
        return []
    held = stock_value(setting, sites)
    if not held.skus:
        return []
    reasons = []
    if len(tally.zeroed) * 100 > held.skus * IMPORT_GUARD_PERCENT:
        reasons.append(
            f"it would set {len(tally.zeroed):,} of {held.skus:,} items to 0 ({listed(tally.zeroed)})"
        )
    for currency, before in sorted(held.value.items()):
        moved = tally.value_up.get(currency, 0) + tally.value_down.get(currency, 0)
        if before and moved * 100 > before * IMPORT_GUARD_PERCENT:
            reasons.append(f"it moves {moved * 100 // before}% of the stock value in {currency}")
    before = held.pieces_without_cost
    moved = tally.units_without_cost * 100 // before if before else 0
    # A few pieces of a few items are no mass change; to double them is.
    if moved > 100 or (moved > IMPORT_GUARD_PERCENT and tally.counts >= GUARD_ROWS_MIN):
        reasons.append(f"it moves {moved}% of the pieces that have no unit cost")
    same = next(iter(tally.differences), 0)
    if tally.counts >= GUARD_ROWS_MIN and tally.differences == {same: tally.counts} and same:
        way = "more" if same > 0 else "fewer"
        reasons.append(f"each of its {tally.counts:,} figures is exactly {abs(same):,} {way} than lie there")
    return reasons


def _cannot_be(tally: Tally) -> list[str]:
    """Columns that were swapped: what costs more than it is sold for, all through the file."""
    if tally.prices < GUARD_ROWS_MIN or tally.prices_below_cost * 2 <= tally.prices:
        return []
    many = f"{tally.prices_below_cost:,} of {tally.prices:,}"
    return [f"the unit cost is above the selling price in {many} rows, as if columns were swapped"]


def _unbalanced(setting: Setting, tally: Tally) -> Question | None:
    """Debit and credit of a whole book are equal; what is missing stands somewhere only if a person says so."""
    if not tally.balances:
        return None
    in_already = billing.opened_by(setting.facts.id)
    sums = {currency: minor + in_already.get(currency, 0) for currency, minor in tally.balances.items()}
    off = {currency: minor for currency, minor in sorted(sums.items()) if minor}
    if not off:
        return None
    said = " and ".join(
        f"{Money(abs(minor), currency)} more on the {'debit' if minor > 0 else 'credit'} side"
        for currency, minor in off.items()
    )
    return Question(
        "unbalanced",
        f"The balances of this file do not add up: {said}. Look for a missing account or a wrong sign. Or shall the "
        "difference stand on the account opening_balance, until it is found?",
        (("yes", "Yes, leave the difference on opening_balance"),),
        blocking=True,
    )


def _aliases(tally: Tally, answer: str | None) -> Question | None:
    if not tally.case_twins and not answer:
        return None
    pairs = sorted({f"{code}” and “{twin}" for code, twin in tally.case_twins})
    what = listed(pairs) if pairs else "Some codes"
    return Question(
        "case_aliases",
        f"{what} differ only in case. Treat them as the same SKU? An alias is added, which you can take back.",
        ((SAME, "Same SKU, add aliases"), ("different", "Different SKUs")),
        blocking=False,
    )
