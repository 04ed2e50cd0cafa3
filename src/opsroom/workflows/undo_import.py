"""Takes an import back, the last rows first: untouched rows go, touched ones stay with their reason.

It is the undo of commit_import; stock goes by counter entries, money by the orders' own undo. Rows that stay can be
imported no second time. Running it again takes what has become untouched since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from opsroom.domains.catalog.actions.remove_alias import remove_alias
from opsroom.domains.catalog.actions.restore_products import restore_products
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.domains.channels.actions.mark_rows import mark_rows
from opsroom.domains.channels.actions.move_import import move_import
from opsroom.domains.channels.import_rights import require_file
from opsroom.domains.channels.queries import RowFacts
from opsroom.domains.warehouse.actions.remove_openings import remove_openings
from opsroom.kernel.records import jobs, wake
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import IMPORT_COMMIT_ROWS
from opsroom.ports import registry
from opsroom.ports.file_format import RecordKind
from opsroom.workflows.importing.context import Setting, setting_of
from opsroom.workflows.importing.runs import failing, run_for
from opsroom.workflows.importing.shelf import site_of
from opsroom.workflows.importing.stock_places import at_site
from opsroom.workflows.undo_balances import undo_balances
from opsroom.workflows.undo_customers import undo_customers
from opsroom.workflows.undo_history import undo_history
from opsroom.workflows.undo_orders import undo_orders
from opsroom.workflows.undo_products import before_fields, undo_products
from opsroom.workflows.undo_purchases import undo_purchases
from opsroom.workflows.undo_receivables import undo_receivables
from opsroom.workflows.undo_stock import Counted, undo_stock
from opsroom.workflows.undo_suppliers import undo_suppliers

Json = dict[str, Any]
KIND = "imports.undo"
HOUSE = {
    "customer": undo_customers,
    "supplier": undo_suppliers,
    "purchase": undo_purchases,
    "receivable": undo_receivables,
    "balance": undo_balances,
}


def undo_import(
    actor: Actor,
    import_id: int,
    run: jobs.Run,
    *,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[int, list[tuple[int, str]]]:
    """(rows taken back, [(first row in the file, why it stays)])."""
    setting = setting_of(actor, import_id)
    require_file(actor, "imports.undo", setting.company.id, setting.facts.format)
    move_import(actor, import_id, "undo", sets={"job_id": run.job_id})
    total = run.total or channels.count_rows(import_id, ["imported", "kept"])
    kind = registry.format_by_code(setting.facts.format).kind
    lines = kind is RecordKind.LINE
    at = _Cursor(import_id, kits_first=kind is RecordKind.PRODUCT)

    def do_chunk(done: int, size: int) -> int:
        channels.lock_import(import_id)
        rows = at.following(done, size)
        if kind is RecordKind.STOCK:
            rows = [*channels.rows_that_go_along(import_id, [row.number for row in rows]), *rows]
            at.after(done, [row.number for row in rows])
        kept = _take_back(actor, setting, rows)
        marks = {
            row.number: {"verdict": "kept", "note": kept[row.number]}
            if row.number in kept
            else {"verdict": "undone", "note": ""}
            for row in rows
        }
        mark_rows(actor, import_id, marks, verb="imports.undo")
        wake.notify("imports", "orders", "stock")
        return len(rows)

    def undo_documents(done: int, size: int) -> int:
        channels.lock_import(import_id)
        documents = channels.history_orders(import_id, before=at.before(done), rows=size)
        undo_history(actor, setting, documents)
        at.after(done, [document[0] for document in documents])
        wake.notify("imports", "orders")
        return len(documents)

    def note(done: int) -> str:
        on_progress(done, max(total, done))
        return f"{done:,} rows taken back"

    with failing(run, actor):
        jobs.run_in_chunks(
            run, undo_documents if lines else do_chunk, chunk_rows=IMPORT_COMMIT_ROWS, note=note
        )
    aliases = [] if lines else channels.import_of(actor, import_id).effects.get("aliases", [])
    if aliases:
        remove_alias(actor, setting.company.id, aliases)
    undone = channels.count_rows(import_id, ["undone"])
    stay = channels.kept_rows(import_id)
    answer_import(actor, import_id, sets={"counts": channels.tab_counts(import_id)})
    if stay:
        move_import(actor, import_id, "keep")
    else:
        move_import(actor, import_id, "reverse", sets={"undone_at": timezone.now()})
    jobs.finish(run.job_id, {"undone": undone, "kept": len(stay)}, actor=actor, fence=run.fence)
    return undone, stay


def undo_run(setting: Setting) -> jobs.Run:
    """The right to the job of this undo, which knows how many records it has to take back."""
    total = channels.count_rows(setting.facts.id, ["imported", "kept"])
    return run_for(setting, KIND, f"Undoing {setting.facts.file_name}", total)


class _Cursor:
    """Walks the imported rows from the last to the first, each once a run, so that a kept row is not asked twice.

    Kits go before what they are made of, wherever in the file they stand.

    It knows its place by how many are done: a piece that gave way and starts again finds the same rows.
    """

    def __init__(self, import_id: int, *, kits_first: bool = False) -> None:
        self.import_id = import_id
        self.kits_first = kits_first
        self.kits_done: int | None = None  # how many were done when the last kit was
        self.places: dict[int, int | None] = {}

    def following(self, done: int, size: int) -> list[RowFacts]:
        kits = None
        if self.kits_first:
            kits = self.kits_done is None or done < self.kits_done
        rows = self._rows(done, size, kits)
        if kits and not rows:
            self.kits_done = done
            self.places[done] = None
            rows = self._rows(done, size, False)
        self.after(done, [row.number for row in rows])
        return rows

    def _rows(self, done: int, size: int, kits: bool | None) -> list[RowFacts]:
        verdicts = ["imported", "kept"]
        return channels.rows_before(
            self.import_id, before=self.before(done), rows=size, verdicts=verdicts, kits=kits
        )

    def before(self, done: int) -> int | None:
        """Below which number the next ones stand; None: from the last one on."""
        return self.places.get(done)

    def after(self, done: int, numbers: Sequence[int]) -> None:
        """These, the last first, are the ones that follow the first `done`."""
        if numbers:
            self.places[done + len(numbers)] = numbers[-1]


def _take_back(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> dict[int, str]:
    """Row number -> why it stays."""
    kept: dict[int, str] = {}
    orders = [row for row in rows if row.kind == "order" and row.result_id]
    made = {row.result_id: row for row in orders if row.effect == "new" and row.result_id}
    if made:
        _, stay = undo_orders(actor, setting.facts.id, company_id=setting.company.id, order_ids=list(made))
        kept |= {made[order_id].number: why for order_id, why in stay}
    kept |= {
        row.number: "This order was there before; what the channel changed about it stays."
        for row in orders
        if row.effect == "changed" and row.result_id not in made
    }
    products = [row for row in rows if row.kind == "product"]
    if products:
        kept |= undo_products(actor, setting, products)
    counts = [row for row in rows if row.kind == "stock"]
    if counts:
        kept |= _undo_counts(actor, setting, counts)
    for kind, take_back in HOUSE.items():
        house = [row for row in rows if row.kind == kind]
        if house:
            kept |= take_back(actor, setting, house)
    return kept


def _undo_counts(actor: Actor, setting: Setting, rows: Sequence[RowFacts]) -> dict[int, str]:
    kept: dict[int, str] = {}
    # Rows written before sites were told apart lie at the site of the import.
    usual = site_of(setting)
    at = {row.number: (row.before or {}).get("site", usual) for row in rows}
    for site_id in dict.fromkeys(at.values()):
        counted = [
            Counted(row.number, sku_id, code, before, after, (row.before or {}).get("opening", False))
            for row in sorted(rows, key=lambda row: -row.number)
            if at[row.number] == site_id
            for sku_id, code, before, after in (row.before or {}).get("stock", [])
        ]
        kept |= undo_stock(actor, at_site(setting, site_id), counted)
    back = [row for row in rows if row.number not in kept and row.before]
    for site_id in dict.fromkeys(at.values()):
        opened = {
            row.before["opened"]
            for row in back
            if row.before and "opened" in row.before and at[row.number] == site_id
        }
        if opened and site_id is not None:
            remove_openings(actor, setting.company.id, site_id, opened, import_id=setting.facts.id)
    costs = {
        row.result_id: before_fields({"cost": row.before["cost"][0]})
        for row in back
        if row.result_id and row.before and "cost" in row.before
    }
    restore_products(actor, setting.company.id, {}, costs)
    remove_alias(
        actor, setting.company.id, [one for row in back for one in (row.before or {}).get("aliases", [])]
    )
    return kept
