"""Open purchase orders of an old tool: what is to come moves in, contradictions are asked, nothing is promised."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests import factories

from opsroom.domains.access.errors import Refused
from opsroom.domains.catalog.actions.set_costs import set_costs
from opsroom.domains.catalog.actions.upsert_products import upsert_products
from opsroom.domains.catalog.models import Sku
from opsroom.domains.catalog.rules import ProductDraft, SkuDraft
from opsroom.domains.orders.models import Order
from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.domains.partners.models import Supplier
from opsroom.domains.partners.rules import SupplierDraft
from opsroom.domains.purchasing import queries as purchasing
from opsroom.domains.purchasing.actions.close_remaining import close_remaining
from opsroom.domains.purchasing.actions.reopen_purchase import reopen_purchase
from opsroom.domains.purchasing.actions.set_expected import set_expected
from opsroom.domains.purchasing.errors import BadDay, ReasonMissing, WrongState
from opsroom.domains.purchasing.events import PURCHASE
from opsroom.domains.purchasing.models import PurchaseLine, PurchaseOrder
from opsroom.domains.warehouse.models import Stock
from opsroom.kernel.records.events import timeline
from opsroom.workflows.commit_import import KIND, commit_import
from opsroom.workflows.confirm_flags import confirm_flags
from opsroom.workflows.fix_import_row import Fix, fix_import_row
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.runs import run_for

ENGLISH = """PO Number,Supplier,SKU,Quantity Ordered,Quantity Received,Unit Cost,Currency,Order Date,Expected Date
PO-7,Northern Clay Works,MUG,120,40,4.10,GBP,2026-11-02,2026-12-04
PO-7,Northern Clay Works,BOWL,30,0,7.00,GBP,2026-11-02,2026-12-18
PO-8,REED,MUG,10,0,4.00,EUR,2026-11-20,
"""
GERMAN_TITLES = (
    "Lieferantenbestellnummer;Lieferant;Artikelnummer;Bestellmenge;Geliefert;Offene Menge;EK-Preis;Währung;"
    "Bestelldatum;Liefertermin"
)
GERMAN = f"""{GERMAN_TITLES}
PO-7;CLAY;MUG;120;40;80;4,10;GBP;02.11.2026;04.12.2026
PO-7;CLAY;BOWL;30;0;30;7,00;GBP;02.11.2026;18.12.2026
PO-8;REED;MUG;10;;10;4,00;EUR;20.11.2026;
"""


@pytest.fixture
def buying(shop: Any) -> Any:
    """Two items, two suppliers."""
    drafts = [ProductDraft(f"p-{code}", (SkuDraft(code),), title=code) for code in ("MUG", "BOWL")]
    upsert_products(shop.manager, shop.company, drafts)
    firms = [
        SupplierDraft("CLAY", "Northern Clay Works", "GBP", 21),
        SupplierDraft("REED", "Reed & Rush", "EUR"),
    ]
    save_suppliers(shop.manager, shop.company, firms)
    return shop


def lines(number: str) -> list[tuple[Any, ...]]:
    rows = PurchaseLine.objects.filter(order__number=number).order_by("position")
    return list(rows.values_list("sku__code", "ordered", "received", "cancelled", "unit_cost"))


def coming(shop: Any, code: str) -> tuple[int, date | None]:
    sku = Sku.objects.get(code=code)
    return purchasing.incoming(shop.manager, [sku.pk]).get(sku.pk, (0, None))


@pytest.mark.parametrize("text", [ENGLISH, GERMAN], ids=["english", "german"])
def test_open_orders_of_an_old_tool_are_known_by_their_titles_and_move_in_once(
    buying: Any, text: str
) -> None:
    seen = buying.bring(text, "export.csv", dry_run=True)
    assert (seen.counts["new"], seen.counts["fix"], seen.effects["pieces_to_come"]) == (2, 0, 120)
    assert not PurchaseOrder.objects.exists()
    run = buying.again(seen.import_id)
    assert (run.written, run.questions, buying.sentences(run.import_id)) == (2, (), [])
    assert lines("PO-7") == [("MUG", 120, 40, 0, Decimal("4.1")), ("BOWL", 30, 0, 0, Decimal(7))]
    po = PurchaseOrder.objects.get(number="PO-7")
    told = (po.supplier.code, po.currency, po.ordered_on, po.state, po.site_id)
    assert told == ("CLAY", "GBP", date(2026, 11, 2), "open", buying.site)
    assert coming(buying, "MUG") == (90, date(2026, 12, 4))
    assert coming(buying, "BOWL") == (30, date(2026, 12, 18))
    assert not Stock.objects.filter(on_hand__gt=0).exists(), "nothing has come yet"
    again = buying.bring(text + "\n", "export.csv")
    assert (again.counts["same"], again.counts["changed"], again.counts["new"]) == (2, 0, 0)
    assert buying.undo(run.import_id) == (2, [])
    assert not PurchaseOrder.objects.exists()
    assert Supplier.objects.count() == 2


def test_who_waits_for_goods_is_told_nothing_of_what_is_on_its_way(buying: Any) -> None:
    placed = datetime.now(UTC) - timedelta(days=1)
    text = f"Order number,Date,Email,SKU,Quantity,Price,Total\n1,{placed:%Y-%m-%d},a@b.example,MUG,3,5.00,15.00\n"
    buying.bring("SKU,On hand\nMUG,1\n", "stock.csv")
    buying.bring(text, "orders.csv", format="orders")
    before = Order.objects.values_list("allocation_state", "state").get()
    buying.bring(ENGLISH, "po.csv")
    assert Order.objects.values_list("allocation_state", "state").get() == before == ("short", "open")
    row = Stock.objects.get(sku__code="MUG")
    assert (row.on_hand, row.allocated) == (1, 1)


def test_what_contradicts_itself_is_asked_and_its_neighbours_go_in(buying: Any) -> None:
    text = (
        "PO number,Supplier,SKU,Ordered,Received,Remaining\n"
        "PO-1,CLAY,MUG,10,4,7\nPO-2,CLAY,MUG,10,12,\nPO-3,CLAY,MUG,2.5,,\nPO-4,CLAY,MUG,,,\n"
        "PO-5,CLAY,MUG,,-3,5\nPO-6,CLAY,MUG,,,9\nPO-9,CLAY,MUG,999999999999,,\n"
    )
    run = buying.bring(text, "po.csv")
    assert (run.written, run.counts["questions"], run.counts["fix"]) == (1, 2, 4)
    assert buying.sentences(run.import_id) == [
        "Row 2: 10 ordered less 4 received leaves 6, and the file says 7 remain. Confirm that 7 are still to come, or"
        " correct the row.",
        "Row 3: 12 received of 10 ordered. Confirm that more came than was ordered, or correct it: the two columns may"
        " be swapped.",
        "Row 4: Ordered 2.5: whole units only. Correct it.",
        "Row 5: neither what was ordered nor what is still to come is told. Write one of them.",
        "Row 6: Received \u22123 is below zero. Correct it.",
        "Row 8: Ordered 999,999,999,999 cannot be true. Look whether another number stands there.",
    ]
    for code in ("purchase.remaining_differs", "purchase.more_received"):
        confirm_flags(buying.manager, run.import_id, code)
    assert buying.again(run.import_id).written == 2
    assert lines("PO-1") == [("MUG", 10, 3, 0, None)]
    assert (lines("PO-2"), PurchaseOrder.objects.get(number="PO-2").state) == (
        [("MUG", 10, 12, 0, None)],
        "closed",
    )
    assert coming(buying, "MUG")[0] == 7 + 9


def test_a_supplier_or_item_nobody_knows_is_proposed_and_mapped_with_one_click(buying: Any) -> None:
    text = "PO number,Supplier,SKU,Ordered\nPO-1,Northern Clay Work,MUG,5\nPO-2,CLAY,MUGG,5\nPO-3,Zwetschgen,BOWL,5\n"
    run = buying.bring(text, "po.csv")
    assert (run.written, run.counts["questions"], run.counts["fix"]) == (0, 2, 1)
    rows = buying.rows(run.import_id)
    assert [one["fix"] for row in rows for one in row.problems] == ["CLAY", "MUG", None]
    assert buying.sentences(run.import_id)[:2] == [
        "Row 2: No supplier is “Northern Clay Work”. The nearest is CLAY, Northern Clay Works. Correct it, or confirm"
        " to add it as a new supplier.",
        "Row 3: The SKU “MUGG” is unknown. The nearest is MUG. Correct the code, or import the product first.",
    ]
    fix_import_row(buying.manager, run.import_id, 0, Fix(cells=(("Supplier", "CLAY"),), row=2))
    fix_import_row(buying.manager, run.import_id, 1, Fix(cells=(("SKU", "MUG"),), row=3))
    confirm_flags(buying.manager, run.import_id, "purchase.unknown_supplier")
    assert buying.again(run.import_id).written == 3
    assert set(Supplier.objects.values_list("name", flat=True)) == {
        "Northern Clay Works", "Reed & Rush", "Zwetschgen",
    }  # fmt: skip
    assert coming(buying, "MUG") == (10, None)


def test_an_order_whose_item_went_between_check_and_commit_says_so_and_the_commit_ends(buying: Any) -> None:
    seen = buying.bring(ENGLISH, "po.csv", dry_run=True)
    Sku.objects.filter(code="BOWL").update(code="BOWL-OLD")
    setting = setting_of(buying.manager, seen.import_id)
    counts = commit_import(buying.manager, seen.import_id, run_for(setting, KIND, "commit", 2))
    assert counts["fix"] == 1
    assert "no longer known" in buying.sentences(seen.import_id)[0]
    assert list(PurchaseOrder.objects.values_list("number", flat=True)) == ["PO-8"]


def test_a_new_supplier_neither_overwrites_nor_merges_those_that_stand(buying: Any) -> None:
    text = (
        "PO number,Supplier,SKU,Ordered\nPO-1,clay,MUG,5\nPO-2,Müller GmbH,MUG,5\nPO-3,Muller GmbH,MUG,5\n"
        "PO-4,Reed!,MUG,5\n"
    )
    run = buying.bring(text, "po.csv", dry_run=True)
    confirm_flags(buying.manager, run.import_id, "purchase.unknown_supplier")
    assert buying.again(run.import_id).written == 4
    assert set(Supplier.objects.values_list("code", "name")) == {
        ("CLAY", "Northern Clay Works"), ("REED", "Reed & Rush"), ("REED-2", "Reed!"),
        ("MULLER-GMBH", "Müller GmbH"), ("MULLER-GMBH-2", "Muller GmbH"),
    }  # fmt: skip
    by_order = dict(PurchaseOrder.objects.values_list("number", "supplier__name"))
    assert (by_order["PO-1"], by_order["PO-3"]) == ("Northern Clay Works", "Muller GmbH")


def test_what_is_closed_line_by_line_keeps_what_came_and_what_was_never_ordered_is_nothing(
    buying: Any,
) -> None:
    text = (
        "PO number,Supplier,SKU,Ordered,Received,Remaining,Status\n"
        "PO-1,CLAY,MUG,10,4,0,closed\nPO-1,CLAY,BOWL,6,0,6,open\n"
        "PO-2,CLAY,MUG,10,0,0,cancelled\nPO-3,CLAY,MUG,0,0,0,open\n"
    )
    run = buying.bring(text, "po.csv")
    assert (run.counts["questions"], run.counts["fix"]) == (0, 0)
    assert lines("PO-1") == [("MUG", 10, 4, 6, None), ("BOWL", 6, 0, 0, None)]
    assert lines("PO-2") == [("MUG", 10, 0, 10, None)]
    assert dict(PurchaseOrder.objects.values_list("number", "state")) == {"PO-1": "open", "PO-2": "cancelled"}
    assert buying.sentences(run.import_id) == [
        "Row 5: No piece of PO-3 was ordered. There is nothing to take in."
    ]
    ended = text.replace("6,0,6,open", "6,0,0,cancelled").replace("10,4,0", "10,0,0")
    buying.bring(ended, "po.csv")
    assert PurchaseOrder.objects.get(number="PO-1").state == "cancelled"


def test_an_absurd_unit_cost_is_a_sentence_and_its_neighbours_go_in(buying: Any) -> None:
    text = (
        "PO number,Supplier,SKU,Ordered,Unit cost\nPO-1,CLAY,MUG,5,4006381333931\n"
        "PO-2,CLAY,BOWL,5,1.23456789\n"
    )
    run = buying.bring(text, "po.csv")
    assert (run.written, run.counts["fix"]) == (1, 1)
    assert "cannot be true: more than 1,000,000,000 a piece" in buying.sentences(run.import_id)[0]
    assert lines("PO-2") == [("BOWL", 5, 0, 0, Decimal("1.234568"))]
    assert buying.bring(text + "\n", "po.csv").counts["same"] == 1


def test_swapped_columns_of_purchase_orders_are_asked_or_refused_with_a_sentence(buying: Any) -> None:
    ids = dict(Sku.objects.values_list("code", "id"))
    set_costs(buying.manager, buying.company, {ids["MUG"]: Decimal("4.10"), ids["BOWL"]: Decimal("7.00")})
    rows = "PO-1,CLAY,MUG,120,0,4,2026-11-02,2026-12-04\nPO-2,CLAY,BOWL,30,0,7,2026-11-02,2026-12-18\n"

    def bring(titles: str) -> Any:
        return buying.bring(f"{titles}\n{rows}", "po.csv", format="purchase-orders")

    costs = bring("PO number,Supplier,SKU,Unit cost,Received,Ordered,Order date,Expected")
    assert (costs.written, costs.counts["questions"]) == (0, 2)
    assert "Unit cost 120.00 is 29.3 times the last, 4.10." in buying.sentences(costs.import_id)[0]
    days = bring("PO number,Supplier,SKU,Ordered,Received,Unit cost,Expected,Order date")
    assert (days.written, days.counts["questions"]) == (0, 2)
    came = bring("PO number,Supplier,SKU,Received,Ordered,Unit cost,Order date,Expected")
    assert (came.written, came.counts["questions"] + came.counts["fix"]) == (0, 2)
    codes = bring("PO number,SKU,Supplier,Ordered,Received,Unit cost,Order date,Expected")
    assert (codes.written, codes.counts["fix"]) == (0, 2)
    assert bring("PO number,Supplier,SKU,Ordered,Received,Unit cost,Order date,Expected").written == 2


def test_a_newer_file_changes_what_it_tells_and_goes_back_and_what_was_worked_on_stays(buying: Any) -> None:
    first = buying.bring(ENGLISH, "po.csv")
    newer = ENGLISH.replace("MUG,120,40,", "MUG,120,90,").replace("2026-12-04", "2027-01-08")
    run = buying.bring(newer, "po.csv")
    assert (run.counts["changed"], run.counts["same"], coming(buying, "MUG")[0]) == (1, 1, 40)
    assert buying.undo(run.import_id)[1] == []
    assert coming(buying, "MUG") == (90, date(2026, 12, 4))
    po = PurchaseOrder.objects.get(number="PO-8")
    set_expected(buying.manager, buying.company, po.pk, date(2026, 12, 24), today=date(2026, 11, 24))
    taken, stay = buying.undo(first.import_id)
    assert (taken, stay) == (1, [(4, "PO-8 was worked on after the import; what stands there now stays.")])


def test_the_rest_is_closed_with_a_reason_opened_again_and_expected_on_another_day(buying: Any) -> None:
    buying.bring(ENGLISH, "po.csv")
    manager, company, today = buying.manager, buying.company, date(2026, 11, 24)
    seven, eight = PurchaseOrder.objects.order_by("number")
    with pytest.raises(ReasonMissing):
        close_remaining(manager, company, seven.pk, "  ")
    assert close_remaining(manager, company, seven.pk, "discontinued") == 110
    assert close_remaining(manager, company, eight.pk, "ordered twice") == 10
    assert list(PurchaseOrder.objects.order_by("number").values_list("state", flat=True)) == [
        "closed",
        "cancelled",
    ]
    assert [row[3] for row in lines("PO-7")] == [80, 30]
    assert coming(buying, "MUG") == (0, None)
    event = timeline(PURCHASE, seven.pk)[-1]
    assert (event.kind, event.reason, event.data) == (
        "purchasing.order.closed",
        "discontinued",
        {"pieces": 110},
    )
    with pytest.raises(WrongState, match="PO-7 is closed by now, so it cannot be given another day"):
        set_expected(manager, company, seven.pk, date(2026, 12, 24), today=today)

    # The old tool's next file still has it open: it says so, and opens nothing.
    run = buying.bring(ENGLISH + "\n", "po.csv")
    assert (run.counts["same"], lines("PO-7")[0][3]) == (2, 80)
    assert "PO-7 is closed here, and the file has it open." in buying.sentences(run.import_id)[0]

    assert reopen_purchase(manager, company, seven.pk) == 110
    assert coming(buying, "MUG") == (80, date(2026, 12, 4))
    assert set_expected(manager, company, seven.pk, date(2027, 1, 15), today=today, reason="told by phone")
    assert coming(buying, "BOWL") == (30, date(2027, 1, 15))
    assert timeline(PURCHASE, seven.pk)[-1].data == {"from": "", "to": "2027-01-15"}
    with pytest.raises(BadDay):
        set_expected(manager, company, seven.pk, date(2205, 1, 1), today=today)
    for role in ("desk", "warehouse", "bookkeeper"):
        with pytest.raises(Refused):
            close_remaining(factories.actor(role, company), company, seven.pk, "no")
    with pytest.raises(Refused):
        purchasing.purchase(factories.actor("marketer", company), seven.pk)
    assert purchasing.purchase(factories.actor("manager", factories.company()), seven.pk) is None
