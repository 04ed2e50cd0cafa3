"""Says what a file of old order lines is and would write, by rule and document; writes no business data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.channels.actions.join_fixed_lines import join_fixed_lines
from opsroom.domains.channels.actions.pair_lines import pair_lines
from opsroom.domains.channels.actions.sort_lines import sort_lines
from opsroom.kernel.values.limits import IMPORT_HISTORY_AGE_DAYS
from opsroom.workflows.importing.check_swap import swap_of
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.findings import Question, listed
from opsroom.workflows.importing.questions import SAME

Json = dict[str, Any]


def check_history(setting: Setting, beat: Callable[[int], None]) -> tuple[Json, Json]:
    """(counts, effects) as kept with the import. Repeating it changes nothing but what changed outside."""
    actor, import_id = setting.actor, setting.facts.id
    while join_fixed_lines(actor, import_id):
        beat(0)
    sort_lines(actor, import_id)
    beat(0)
    pair_lines(actor, import_id)
    beat(0)
    history = channels.history_summary(import_id)
    codes = channels.sold_codes(import_id)
    known = catalog.skus_by_code(setting.company.id, codes)
    spelled = channels.case_twins(codes)
    twins = [(rare, usual) for rare, usual in spelled if rare not in known]
    history |= {
        "codes": len(codes),
        "case_twins": len(spelled),
        "several_names": sum(one.names > 1 for one in codes.values()),
        "skus_new": len(codes.keys() - known.keys()) if history["documents"]["new"] else 0,
    }
    swapped, fields = swap_of(setting)
    asked = (swapped, _live(setting, history), _aliases(setting, twins))
    questions = [one for one in asked if one is not None]
    facts = setting.facts
    same = channels.find_same_file(
        facts.company_id, facts.file_sha256, format_code=facts.format, channel_id=facts.channel_id, not_id=import_id
    )  # fmt: skip
    effects: Json = {
        "history": history,
        "items_created": history["skus_new"],
        "questions": [one.as_json() for one in questions],
        "swap": fields,
        "same_file": same.id if same else None,
        "aliases": facts.effects.get("aliases", []),
    }
    counts = channels.tab_counts(import_id)
    answer_import(actor, import_id, sets={"counts": counts, "effects": effects})
    return counts, effects


def _live(setting: Setting, history: Json) -> Question | None:
    """Lines name no address, so nothing could be shipped: as live orders they would be work that nobody can do."""
    if setting.facts.mode != "live":
        return None
    answer = setting.facts.answers.get("history")
    first, last = _days(history)
    orders = history["documents"]["orders"]
    old = last is not None and last < datetime.now(UTC) - timedelta(days=IMPORT_HISTORY_AGE_DAYS)
    age = f" of {first:%d %B %Y} to {last:%d %B %Y}" if old and first and last else ""
    return Question(
        "history",
        f"As live this file would create {orders:,} orders{age} that nobody can ship: lines name no address. "
        "History fills reports and demand; it takes no stock, no number and no hand.",
        (("history", "Import as history"),),
        blocking=True,
        answer=answer if answer == "history" else None,
    )


def _days(history: Json) -> tuple[datetime | None, datetime | None]:
    if not history["first"]:
        return None, None
    return datetime.fromisoformat(history["first"]), datetime.fromisoformat(history["last"])


def _aliases(setting: Setting, twins: list[tuple[str, str]]) -> Question | None:
    answer = setting.facts.answers.get("case_aliases")
    if not twins and not answer:
        return None
    what = listed([f"{rare}” and “{usual}" for rare, usual in twins]) if twins else "Some codes"
    return Question(
        "case_aliases",
        f"{what} differ only in case. Treat them as the same SKU? An alias is added, which you can take back.",
        ((SAME, "Same SKU, add aliases"), ("different", "Different SKUs")),
        blocking=False,
        answer=answer,
    )
