"""Decides what an import must ask as a whole before it may write; refuses to stay silent about a mass change."""

from __future__ import annotations

from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.values.limits import IMPORT_GUARD_PERCENT
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import Question, listed
from opsroom.workflows.importing.shelf import site_of, stock_value
from opsroom.workflows.importing.tally import Tally

SAME = "same"


def questions_of(setting: Setting, tally: Tally) -> list[Question]:
    """The questions that this import raises, the answered ones with their answer."""
    answers = setting.facts.answers
    found = [
        _meaning(setting, tally),
        _site(setting, tally),
        _history(setting, tally),
        _guard(setting, tally),
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
    mine = warehouse.sites(setting.actor).filter(company_id=setting.company.id)
    named = tuple((str(site.pk), site.name) for site in mine)
    return Question("site", "Which site do these quantities lie in?", named, blocking=True)


def _history(setting: Setting, tally: Tally) -> Question | None:
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


def _guard(setting: Setting, tally: Tally) -> Question | None:
    """A batch that would zero or move too much stops and asks."""
    site_id = site_of(setting)
    if site_id is None or not (tally.zeroed or tally.units_up or tally.units_down):
        return None
    skus, value = stock_value(setting, site_id)
    if not skus:
        return None
    reasons = []
    if len(tally.zeroed) * 100 > skus * IMPORT_GUARD_PERCENT:
        reasons.append(f"it would set {len(tally.zeroed):,} of {skus:,} items to 0 ({listed(tally.zeroed)})")
    for currency, before in sorted(value.items()):
        moved = tally.value_up.get(currency, 0) + tally.value_down.get(currency, 0)
        if before and moved * 100 > before * IMPORT_GUARD_PERCENT:
            reasons.append(f"it moves {moved * 100 // before}% of the stock value in {currency}")
    if not reasons:
        return None
    return Question(
        "guard",
        f"This file changes a lot: {' and '.join(reasons)}. Is it complete and right?",
        (("yes", "Yes, the file is right"),),
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
