"""Two shops sell one item and only one of them counts it: the item goes on being counted here."""

from __future__ import annotations

from typing import Any

from opsroom.domains.catalog import queries as catalog

COUNTED = (
    "Handle,Title,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Status\n"
    "mug,Stone mug,MUG-B,shopify,12,12.50,active\n"
)
NOT_COUNTED = (
    "ID,Type,SKU,Name,Published,In stock?,Stock,Regular price\n7,simple,MUG-B,Stone mug,1,1,,12.50\n"
)


def test_a_second_shop_that_does_not_count_an_item_does_not_end_its_counting(shop: Any) -> None:
    shop.bring(COUNTED, "shop.csv", answers={"quantity_meaning": "on_hand"})
    shop.bring(NOT_COUNTED, "second.csv")
    assert catalog.skus_by_code(shop.company, ["MUG-B"])["MUG-B"].tracked


def test_an_item_that_only_a_shop_without_counting_sells_is_not_tracked(shop: Any) -> None:
    shop.bring(NOT_COUNTED, "second.csv")
    assert not catalog.skus_by_code(shop.company, ["MUG-B"])["MUG-B"].tracked


def test_a_shop_that_counts_it_later_begins_the_counting(shop: Any) -> None:
    shop.bring(NOT_COUNTED, "second.csv")
    shop.bring(COUNTED, "shop.csv", answers={"quantity_meaning": "on_hand"})
    assert catalog.skus_by_code(shop.company, ["MUG-B"])["MUG-B"].tracked
