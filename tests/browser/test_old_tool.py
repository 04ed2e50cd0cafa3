"""What comes from an old tool, in a real browser at both widths and in both colours; refuses what axe finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.checks import assert_axe_clean, assert_phone_width, shot
from tests.factories import Shop

from opsroom.domains.partners.actions.save_suppliers import save_suppliers
from opsroom.domains.partners.rules import SupplierDraft

SUPPLIERS = (
    SupplierDraft(
        "CLAY", "Northern Clay Works", "GBP", 21, "Grace Potter", "grace@clay.example", "+44 1782 496 0002"
    ),
    SupplierDraft("REED", "Reed & Rush", "EUR", 10, "Jan de Wit", "jan@reed.example"),
    SupplierDraft("LUMEN", "Lumen Glass Manufaktur und Veredelung GmbH & Co. KG", "EUR", None, active=False),
)


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_the_pages_of_what_moved_in(
    open_page: Callable[..., Page], shop: Shop, phone: bool, dark: bool
) -> None:
    ids = save_suppliers(shop.actor("manager"), shop.company_id, SUPPLIERS)
    page = open_page("manager", phone=phone, dark=dark)
    look = f"{'390' if phone else '1440'}-{'dark' if dark else 'light'}"
    for name, path in (
        ("suppliers", "/stock/suppliers"),
        ("supplier", f"/stock/suppliers/{ids['CLAY']}"),
        ("supplier-form", f"/stock/suppliers/{ids['CLAY']}/edit"),
    ):
        page.goto(path)
        assert_axe_clean(page)
        if phone:
            assert_phone_width(page)
        shot(page, f"{name}-{look}")
