"""Goods kept for a buyer who is still deciding: for a while, for nobody else, and theirs when the order is placed."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.interfaces.web.hand.test_draft_page import begin, desk, now, shop, text
from tests.interfaces.web.orders.test_order_page import Shop

from opsroom.domains.catalog.models import Sku
from opsroom.domains.orders.models import DraftLine, Order
from opsroom.domains.warehouse.models import CheckoutHold, Stock
from opsroom.kernel.records.models import Event

pytestmark = pytest.mark.django_db
__all__ = ["desk", "shop"]


def mugs(shop: Shop) -> tuple[int, int]:
    row = Stock.objects.get(sku__code="MUG", site__company_id=shop.company)
    return row.on_hand, row.allocated


def call(desk: Client, pieces: int) -> str:
    path = begin(desk, email="")
    assert desk.post(f"{path}/lines", {"q": "MUG", "pieces": str(pieces)}).status_code == 302
    return path


def test_kept_for_one_caller_they_are_refused_to_the_next_and_go_with_the_order(
    shop: Shop, desk: Client
) -> None:
    path, other = call(desk, 45), call(desk, 6)
    before = mugs(shop)
    assert "Keep goods…" in text(desk, path)
    assert "15 minutes 1 hour 4 hours 1 day 3 days" in text(desk, f"{path}/keep")
    assert desk.post(f"{path}/keep", {"minutes": "240"}).headers["Location"] == path
    assert mugs(shop) == (before[0], before[1] + 45)
    page = text(desk, path)
    assert "All its goods are kept until" in page
    assert "49 free" in page, "what is kept for this one may be promised to it"
    refused = desk.post(f"{other}/keep", {"minutes": "15"})
    assert refused.status_code == 422
    assert "There is not enough to sell: 4 of 6 MUG are left." in refused.content.decode()
    sku = Sku.objects.get(company_id=shop.company, code="MUG")
    stock = text(desk, f"/stock/{sku.pk}")
    assert "A checkout" in stock
    assert "and 1 checkout" in stock
    line = DraftLine.objects.get(draft_id=int(path.rpartition("/")[2]))
    desk.post(path, {f"rate-{line.pk}": "19", "payment": "prepaid"} | now(path))
    placed = desk.post(f"{path}/place", now(path))
    order = Order.objects.latest("id")
    assert placed.headers["Location"] == f"/orders/{order.pk}", placed.content.decode()
    assert (order.allocation_state, mugs(shop)) == ("allocated", (before[0], before[1] + 45))
    hold = CheckoutHold.objects.get()
    assert (hold.state, hold.order_id) == ("used", order.pk)
    assert not Event.objects.filter(subject_kind="warehouse.checkouthold", data__icontains="Sand").exists()


def test_let_go_or_withdrawn_they_are_free_again_and_a_changed_draft_says_so(
    shop: Shop, desk: Client
) -> None:
    path = call(desk, 10)
    before = mugs(shop)
    desk.post(f"{path}/keep", {"minutes": "60"})
    line = DraftLine.objects.get()
    desk.post(path, {f"pieces-{line.pk}": "12"} | now(path))
    page = text(desk, path)
    assert "10 pieces kept until" in page
    assert "the draft has changed since. Keep them again to match." in page
    desk.post(f"{path}/keep", {"minutes": "60"})
    assert mugs(shop)[1] == before[1] + 12
    assert desk.post(f"{path}/let-go").headers["Location"] == path
    assert mugs(shop) == before
    assert "All its goods are kept" not in text(desk, path)
    desk.post(f"{path}/keep", {"minutes": "60"})
    desk.post(f"{path}/withdraw", {"why": "declined"})
    assert mugs(shop) == before
    assert list(CheckoutHold.objects.order_by("id").values_list("state", flat=True)) == ["released"] * 3
    assert desk.post(f"{path}/keep", {"minutes": "60"}).status_code == 422


def test_an_empty_draft_keeps_nothing_and_says_why(shop: Shop, desk: Client) -> None:
    path = begin(desk)
    assert "Keep goods…" not in text(desk, path)
    refused = desk.post(f"{path}/keep", {"minutes": "60"})
    assert "It has no goods." in refused.content.decode()
    assert CheckoutHold.objects.count() == 0
