"""Dry run of a staged import: what each row would do and what must be asked; refuses to write business data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.channels.actions.mark_rows import mark_rows
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.channels.rules import keep_answers, verdict_of
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import IMPORT_CHECK_ROWS
from opsroom.ports import registry
from opsroom.ports.file_format import RecordKind
from opsroom.workflows.importing.check_balances import check_balances
from opsroom.workflows.importing.check_customers import check_customers
from opsroom.workflows.importing.check_history import check_history
from opsroom.workflows.importing.check_orders import check_orders
from opsroom.workflows.importing.check_products import check_products
from opsroom.workflows.importing.check_purchases import check_purchases
from opsroom.workflows.importing.check_receivables import check_receivables
from opsroom.workflows.importing.check_stock import check_stock
from opsroom.workflows.importing.check_suppliers import check_suppliers
from opsroom.workflows.importing.check_swap import swap_of
from opsroom.workflows.importing.context import Setting, setting_of
from opsroom.workflows.importing.findings import from_file
from opsroom.workflows.importing.plan_products import Seen
from opsroom.workflows.importing.questions import questions_of
from opsroom.workflows.importing.stock_plan import StockSeen
from opsroom.workflows.importing.tally import Tally

Json = dict[str, Any]
# The reader of the file flags a code that stands twice; the check knows what it means and asks.
SAID_BETTER = {"product.duplicate_sku", "stock.twice", "customer.twice", "supplier.twice"}
OPEN = ("error", "question", "ready")


def check_import(
    actor: Actor, import_id: int, *, beat: Callable[[int], None] = lambda done: None
) -> tuple[Json, Json]:
    """Judges every row not yet imported, chunk by chunk; returns (counts, effects) as kept with the import.

    Repeating it changes nothing but what changed outside. `beat` is called between chunks, with how many are judged.
    """
    setting = setting_of(actor, import_id)
    require_file(actor, "imports.upload", setting.company.id, setting.facts.format)
    if registry.format_by_code(setting.facts.format).kind is RecordKind.LINE:
        return check_history(setting, beat)
    tally = Tally()
    judge = _Judge(setting, tally)
    after, done = -1, 0
    while rows := channels.chunk_of_rows(import_id, after=after, rows=IMPORT_CHECK_ROWS, verdicts=OPEN):
        after = rows[-1].number
        judged = judge([row for row in rows if row.value is not None])
        mark_rows(actor, import_id, {row.number: _mark(row, judged) for row in rows})
        done += len(rows)
        beat(done)
    counts = channels.tab_counts(import_id)
    swapped, fields = swap_of(setting)
    questions = [one.as_json() for one in (swapped, *questions_of(setting, tally)) if one is not None]
    facts = setting.facts
    same = channels.find_same_file(
        facts.company_id,
        facts.file_sha256,
        format_code=facts.format,
        channel_id=facts.channel_id,
        not_id=import_id,
    )
    effects = tally.as_json() | {
        "questions": questions,
        "swap": fields,
        "same_file": same.id if same else None,
        "aliases": facts.effects.get("aliases", []),
    }
    answer_import(actor, import_id, sets={"counts": counts, "effects": effects})
    _ask_for_rows(actor, setting)
    return counts, effects


def _ask_for_rows(actor: Actor, setting: Setting) -> None:
    """One task a file while a row is wrong or asks something. History makes no tasks."""
    facts = setting.facts
    key, waiting = f"import_rows:import:{facts.id}", channels.count_rows(facts.id, ["error", "question"])
    if waiting and facts.mode == "live":
        task = NewTask("import_rows", "channels.import", facts.id, key, facts={"rows": waiting})
        open_tasks(actor, [task], facts.company_id)
    else:
        close_tasks(actor, [key])


class _Judge:
    """Hands rows to the check of their kind and keeps what one chunk must know of the others."""

    def __init__(self, setting: Setting, tally: Tally) -> None:
        self.setting = setting
        self.tally = tally
        self.seen = Seen()
        self.stock_seen = StockSeen()
        self.orders_seen: dict[str, tuple[str, int]] = {}
        self.house_seen: dict[str, dict[str, int]] = {
            kind: {} for kind in ("customer", "supplier", "purchase", "receivable", "balance")
        }

    def __call__(self, rows: Sequence[RowFacts]) -> dict[int, tuple[str, list[Json]]]:
        judged: dict[int, tuple[str, list[Json]]] = {}
        by_kind: dict[str, list[RowFacts]] = {}
        for row in rows:
            by_kind.setdefault(row.kind, []).append(row)
        if "product" in by_kind:
            judged |= check_products(self.setting, by_kind["product"], self.seen, self.tally)
        if "stock" in by_kind:
            judged |= check_stock(self.setting, by_kind["stock"], self.stock_seen, self.tally)
        if "order" in by_kind:
            judged |= check_orders(self.setting, by_kind["order"], self.orders_seen, self.tally)
        if "customer" in by_kind:
            judged |= check_customers(
                self.setting, by_kind["customer"], self.house_seen["customer"], self.tally
            )
        if "supplier" in by_kind:
            judged |= check_suppliers(self.setting, by_kind["supplier"], self.house_seen["supplier"])
        if "purchase" in by_kind:
            today = datetime.now(ZoneInfo(self.setting.company.timezone)).date()
            seen = self.house_seen["purchase"]
            judged |= check_purchases(self.setting, by_kind["purchase"], seen, self.tally, today)
        if "receivable" in by_kind:
            today = datetime.now(ZoneInfo(self.setting.company.timezone)).date()
            seen = self.house_seen["receivable"]
            judged |= check_receivables(self.setting, by_kind["receivable"], seen, self.tally, today)
        if "balance" in by_kind:
            judged |= check_balances(self.setting, by_kind["balance"], self.house_seen["balance"], self.tally)
        return judged


def _mark(row: RowFacts, judged: dict[int, tuple[str, list[Json]]]) -> Json:
    effect, found = judged.get(row.number, ("", []))
    said = from_file(row.problems)
    if SAID_BETTER & {str(one["code"]) for one in found}:
        said = [one for one in said if one["code"] != "variant.same_sku"]
    problems = keep_answers(row.problems, [*said, *found])
    return {
        "effect": effect,
        "problems": problems,
        "verdict": verdict_of(problems, has_value=row.value is not None),
    }
