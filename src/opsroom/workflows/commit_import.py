"""Lets the ready rows of an import in, chunk by chunk; its undo is undo_import. Refuses while a question is open.

Each chunk is one transaction with its rows' verdicts and the job's progress: after kill -9 it goes on where the last
commit was, and running it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from opsroom.domains.access import rules as access
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.channels.actions.mark_rows import mark_rows
from opsroom.domains.channels.actions.move_import import move_import
from opsroom.domains.channels.errors import OpenQuestions
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.orders import queries as orders
from opsroom.kernel.records import jobs, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import HISTORY_CHUNK_DOCUMENTS_COUNT, IMPORT_COMMIT_ROWS
from opsroom.ports import registry
from opsroom.ports.file_format import RecordKind
from opsroom.ports.incoming import IncomingOrder
from opsroom.workflows.accept_balances import accept_balances
from opsroom.workflows.accept_customers import Accepted, accept_customers
from opsroom.workflows.accept_history import LinesAreHistory, accept_history, name_articles
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.accept_products import accept_products
from opsroom.workflows.accept_purchases import accept_purchases
from opsroom.workflows.accept_receivables import accept_receivables
from opsroom.workflows.accept_stock import accept_stock
from opsroom.workflows.accept_suppliers import accept_suppliers
from opsroom.workflows.importing.check_orders import own_orders, staged_orders
from opsroom.workflows.importing.check_products import staged_products
from opsroom.workflows.importing.context import Setting, setting_of
from opsroom.workflows.importing.findings import problem
from opsroom.workflows.importing.questions import SAME
from opsroom.workflows.importing.runs import failing
from opsroom.workflows.importing.shelf import site_of
from opsroom.workflows.importing.uploads import drop_upload
from opsroom.workflows.name_aliases import name_aliases

Json = dict[str, Any]
Marks = dict[int, Json]
KIND = "imports.commit"
UNTOLD = "It could not be taken in: what it names has changed since the check. Check the file again."
NEEDS: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.PRODUCT: ("catalog.edit",),
    RecordKind.ORDER: ("orders.accept",),
    RecordKind.CUSTOMER: ("customers.edit",),
    RecordKind.SUPPLIER: ("partners.edit",),
    RecordKind.RECEIVABLE: ("billing.open",),
    RecordKind.BALANCE: ("billing.open",),
    RecordKind.PURCHASE: ("purchasing.edit", "partners.edit"),
    RecordKind.LINE: ("orders.accept", "catalog.edit"),
}
HOUSE: dict[str, tuple[str, Callable[[Actor, Setting, Sequence[RowFacts]], list[Accepted]]]] = {
    "customer": ("customers.customer", accept_customers),
    "supplier": ("partners.supplier", accept_suppliers),
    "balance": ("billing.openingbalance", accept_balances),
    "receivable": ("billing.openreceivable", accept_receivables),
    "purchase": ("purchasing.purchaseorder", accept_purchases),
}


def commit_import(
    actor: Actor,
    import_id: int,
    run: jobs.Run,
    *,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Json:
    """Imports every ready row; returns the counts. `on_progress`: rows done and rows in all.

    Raises OpenQuestions before anything is written; JobPaused with the finished chunks kept.
    """
    setting = setting_of(actor, import_id)
    with failing(run, actor):
        require_file(actor, "imports.commit", setting.company.id, setting.facts.format)
        _refuse_open_questions(setting)
        _refuse_without_rights(setting)
        if _kind(setting) is RecordKind.LINE:
            _refuse_live_lines(setting)
        move_import(actor, import_id, "commit", sets={"job_id": run.job_id})
        _let_in(setting, run, on_progress)
        counts = _finish(setting, run)
    if not counts.get("fix"):
        drop_upload(setting.facts.file_key)  # every row stands here now; a copy would only hold people's data
    return counts


def _let_in(setting: Setting, run: jobs.Run, on_progress: Callable[[int, int], None]) -> None:
    actor, import_id = setting.actor, setting.facts.id
    products = _kind(setting) is RecordKind.PRODUCT
    total = run.total or channels.count_rows(import_id, ["ready"])

    def do_chunk(done: int, size: int) -> int:
        channels.lock_import(import_id)
        # A kit comes after everything that may be its part, wherever in the file they stand.
        rows = channels.chunk_of_rows(
            import_id, after=-1, rows=size, verdicts=["ready"], kits=False if products else None
        )
        if products and not rows:
            rows = channels.chunk_of_rows(import_id, after=-1, rows=size, verdicts=["ready"])
        if rows:
            mark_rows(actor, import_id, _accept(actor, setting, rows), verb="imports.commit")
            wake.notify("imports", "orders", "stock")
        return len(rows)

    def do_documents(done: int, size: int) -> int:
        channels.lock_import(import_id)
        return accept_history(actor, setting, articles, size)

    def note(done: int) -> str:
        on_progress(done, max(total, done))
        return f"{done:,} rows imported"

    if _kind(setting) is RecordKind.LINE:
        articles = name_articles(actor, setting)
        jobs.run_in_chunks(run, do_documents, chunk_rows=HISTORY_CHUNK_DOCUMENTS_COUNT, note=note)
    else:
        jobs.run_in_chunks(run, do_chunk, chunk_rows=IMPORT_COMMIT_ROWS, note=note)


@transaction.atomic
def _finish(setting: Setting, run: jobs.Run) -> Json:
    counts = channels.tab_counts(setting.facts.id)
    answer_import(setting.actor, setting.facts.id, sets={"counts": counts})
    move_import(setting.actor, setting.facts.id, "finish", sets={"committed_at": timezone.now()})
    jobs.finish(run.job_id, {"import_id": setting.facts.id, **counts}, actor=setting.actor, fence=run.fence)
    return counts


def _kind(setting: Setting) -> RecordKind:
    return registry.format_by_code(setting.facts.format).kind


def open_questions(effects: Json, answers: Json) -> list[Json]:
    """The blocking questions of the last check that nobody answered yet."""
    return [one for one in effects.get("questions", []) if one["blocking"] and one["code"] not in answers]


def _refuse_open_questions(setting: Setting) -> None:
    still = open_questions(setting.facts.effects, setting.facts.answers)
    # Once begun, the whole file has been agreed to: what is in already must not raise a question about the rest.
    if still and setting.facts.state != "committing":
        raise OpenQuestions(questions="; ".join(one["sentence"].rstrip(".") for one in still))


def _refuse_without_rights(setting: Setting) -> None:
    """Before anything is written: what the rows need beside the right to import."""
    actor, company_id = setting.actor, setting.company.id
    for verb in NEEDS.get(_kind(setting), ("warehouse.count",)):
        access.require(actor, verb, company_id=company_id)
    if (
        setting.facts.answers.get("case_aliases") == SAME
    ):  # a spelling that is taken as another becomes its alias
        access.require(actor, "catalog.edit", company_id=company_id)
    if setting.facts.effects.get("terms_changes"):
        access.require(actor, "customers.set_terms", company_id=company_id)
    stock = setting.facts.effects.get("stock", {})
    if stock.get("rows_up") or stock.get("rows_down"):
        for site_id in setting.facts.effects.get("sites") or [site_of(setting)]:
            access.require(actor, "warehouse.count", company_id=company_id, site_id=site_id)
            if setting.facts.effects.get("bins_new"):
                access.require(actor, "warehouse.edit_sites", company_id=company_id, site_id=site_id)


def _refuse_live_lines(setting: Setting) -> None:
    if setting.facts.mode != "history":
        raise LinesAreHistory(orders=setting.facts.effects["history"]["documents"]["orders"])


def _accept(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> Marks:
    """Row number -> what became of it; every mark tells the same fields."""
    marks: Marks = {}
    products = [row for row in rows if row.kind == "product"]
    if products:
        for product in accept_products(actor, setting, staged_products(products)):
            marks[product.number] = _mark(
                product.effect, "catalog.product", product.product_id, product.before
            )
    counts = [row for row in rows if row.kind == "stock"]
    if counts:
        for count in accept_stock(actor, setting, counts):
            marks[count.number] = _mark(count.effect, "catalog.sku", count.sku_id, count.before, count.note)
    sold = [row for row in rows if row.kind == "order"]
    if sold:
        marks |= _accept_orders(actor, setting, sold)
    for kind, (result_kind, accept) in HOUSE.items():
        own = [row for row in rows if row.kind == kind]
        for one in accept(actor, setting, own) if own else ():
            marks[one.number] = _mark(one.effect, result_kind, one.result_id, one.before, one.note)
    by_number = {row.number: row for row in rows}
    # A row that stays ready would be fetched again for ever.
    for number in by_number.keys() - marks.keys():
        marks[number] = _mark("", "", None, None, UNTOLD)
    return {number: mark | {"problems": _problems(by_number[number], mark)} for number, mark in marks.items()}


def _accept_orders(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> Marks:
    everything = staged_orders(rows)
    ours = own_orders(setting, [order for _, order in everything if order.untouched])
    stand = {row.number: ours[order.house_number].id for row, order in everything
             if order.untouched and order.house_number in ours}  # fmt: skip
    staged = [
        (row, order) for row, order in _with_words(actor, setting, everything) if row.number not in stand
    ]
    name_aliases(actor, setting, {line.sku for _, order in staged for line in order.lines if line.sku})
    results = accept_orders(
        actor,
        setting.facts.channel_id or 0,
        [order for _, order in staged],
        mode=setting.facts.mode,
        import_id=setting.facts.id,
    )
    marks = {
        row.number: _mark(result.effect, "orders.order", result.order_id, result.before, result.note)
        for (row, _), result in zip(staged, results, strict=True)
    }
    return marks | {number: _mark("same", "orders.order", pk, None) for number, pk in stand.items()}


def _with_words(
    actor: Actor, setting: Setting, staged: list[tuple[RowFacts, IncomingOrder]]
) -> list[tuple[RowFacts, IncomingOrder]]:
    """Orders of a file that we gave out without what buyers wrote: that stays as it stands here."""
    told = setting.facts.mapping.get("columns", {})
    if "house_number" not in told or "note" in told:
        return staged
    ours = own_orders(setting, [order for _, order in staged])
    stand = {one.number: one for one in orders.orders_of(actor, [one.id for one in ours.values()])}
    return [
        (row, replace(order, note=stand[order.house_number].customer_note,
                      gift_message=stand[order.house_number].gift_message))
        if order.house_number in stand else (row, order)
        for row, order in staged
    ]  # fmt: skip


def _mark(effect: str, kind: str, result_id: int | None, before: Json | None, note: str = "") -> Json:
    written = result_id is not None or (effect == "same" and not note)
    return {
        "verdict": "imported" if written else "error",
        "effect": effect if written else "",
        "result_kind": kind if result_id is not None else "",
        "result_id": result_id,
        "before": before,
        "note": note,
    }


def _problems(row: RowFacts, mark: Json) -> list[Json]:
    """What the row had, plus why it did not get in."""
    if mark["verdict"] != "error":
        return row.problems
    return [
        *row.problems,
        problem(row.first_row, "", row.natural_key, mark["note"], "error", "import.refused"),
    ]
