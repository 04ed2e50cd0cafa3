"""What comes from an old tool, in a real browser at both widths and in both colours; refuses what axe finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page
from tests import factories
from tests.browser.checks import assert_axe_clean, assert_phone_width, shot
from tests.factories import Shop

from opsroom.domains.billing.actions.open_balances import BalanceDraft, open_balances
from opsroom.domains.billing.actions.open_receivables import ReceivableDraft, open_receivables
from opsroom.domains.catalog.actions.upsert_products import upsert_products
from opsroom.domains.catalog.models import Sku
from opsroom.domains.catalog.rules import ProductDraft, SkuDraft
from opsroom.domains.customers.actions.save_customers import save_customers
from opsroom.domains.customers.rules import CustomerDraft
from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.domains.partners.rules import SupplierDraft
from opsroom.domains.purchasing.actions.save_purchases import save_purchases
from opsroom.domains.purchasing.rules import LineDraft, PurchaseDraft
from opsroom.domains.warehouse.actions.create_locations import LocationRow, create_locations
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.workflows.count_stock import count_stock

SUPPLIERS = (
    SupplierDraft(
        "CLAY", "Northern Clay Works", "GBP", 21, "Grace Potter", "grace@clay.example", "+44 1782 496 0002"
    ),
    SupplierDraft("REED", "Reed & Rush", "EUR", 10, "Jan de Wit", "jan@reed.example"),
    SupplierDraft("LUMEN", "Lumen Glass Manufaktur und Veredelung GmbH & Co. KG", "EUR", None, active=False),
)


def in_bins(shop: Shop) -> None:
    """Three bins, one of them with two items; one item has no unit cost."""
    manager, company = shop.actor("manager"), shop.company_id
    drafts = [
        ProductDraft(f"p-{code}", (SkuDraft(code, cost=cost),), title=title)
        for code, title, cost in (
            ("MUG-STN-350", "Stone mug 350 ml", Decimal("4.10")),
            ("LAMP-FLOOR-OAK-LINEN-160", "Floor lamp of oak with a shade of linen, 160 cm", None),
        )
    ]
    upsert_products(manager, company, drafts)
    mug, lamp = Sku.objects.filter(company_id=company).order_by("id").values_list("id", flat=True)
    create_locations(
        manager, company, shop.site_id, [LocationRow(code) for code in ("A01-1", "A01-2", "R12-04")]
    )
    rows = [StockRow(mug, "A01-1", 1200), StockRow(mug, "A01-2", 36), StockRow(lamp, "A01-2", 4)]
    count_stock(
        manager, shop.site_id, [*rows, StockRow(lamp, "R12-04", 11)], "bins", company_id=company,
        ref=("warehouse.site", shop.site_id), opening=True,
    )  # fmt: skip


def on_order(shop: Shop, suppliers: dict[str, int]) -> int:
    """One order that is late, one that is closed."""
    skus = list(Sku.objects.filter(company_id=shop.company_id).order_by("id").values_list("id", flat=True))
    lines = (
        LineDraft(skus[0], 1200, 400, 0, Decimal("4.10")),
        LineDraft(skus[1], 12, 0, 0, None, date(2027, 1, 8)),
    )
    drafts = [
        PurchaseDraft(
            "PO-1042", suppliers["CLAY"], shop.site_id, lines, "GBP", date(2026, 1, 2), date(2026, 1, 23)
        ),
        PurchaseDraft("2026-EK-000117", suppliers["LUMEN"], shop.site_id, (LineDraft(skus[1], 5, 5),), "EUR"),
    ]
    return save_purchases(shop.actor("manager"), shop.company_id, drafts, currency="EUR")["PO-1042"]


def in_debt(shop: Shop) -> int:
    """One invoice that is long overdue, one nobody here is known for."""
    company, manager = shop.company_id, shop.actor("manager")
    ines = save_customers(manager, company, [CustomerDraft("web:1", "Ines Moreau", "ines@harbour.example")])[
        0
    ]
    drafts = [
        ReceivableDraft("RE-2025-004711", ines, "EUR", date(2025, 1, 2), date(2025, 2, 1), 119_000, 69_000),
        ReceivableDraft("RE-2025-004713-A", None, "EUR", date(2025, 3, 2), None, 8_000, 8_000),
    ]
    import_id = factories.import_row(company, factories.channel(company))
    ids = open_receivables(manager, company, drafts, opened_on=date(2025, 4, 1), import_id=import_id)
    accounts = [
        BalanceDraft("1800", "Bank", "asset", "EUR", 1_250_000),
        BalanceDraft("3300", "", "liability", "EUR", -9_000),
    ]
    open_balances(manager, company, accounts, opened_on=date(2025, 4, 1), import_id=import_id)
    return ids["RE-2025-004711"]


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_the_pages_of_what_moved_in(
    open_page: Callable[..., Page], shop: Shop, phone: bool, dark: bool
) -> None:
    ids = save_suppliers(shop.actor("manager"), shop.company_id, SUPPLIERS)
    in_bins(shop)
    order, debt = on_order(shop, ids), in_debt(shop)
    page = open_page("manager", phone=phone, dark=dark)
    look = f"{'390' if phone else '1440'}-{'dark' if dark else 'light'}"
    for name, path in (
        ("suppliers", "/stock/suppliers"),
        ("supplier", f"/stock/suppliers/{ids['CLAY']}"),
        ("supplier-form", f"/stock/suppliers/{ids['CLAY']}/edit"),
        ("bins", "/stock/bins"),
        ("purchases", "/stock/purchases"),
        ("purchase", f"/stock/purchases/{order}"),
        ("purchase-close", f"/stock/purchases/{order}/close"),
        ("stock-coming", "/stock"),
        ("owed", "/money/owed"),
        ("owed-payment", f"/money/owed/{debt}"),
        ("opening", "/money/opening"),
    ):
        page.goto(path)
        assert_axe_clean(page)
        if phone:
            assert_phone_width(page)
        shot(page, f"{name}-{look}")
