"""Traps of comparing with an old tool: the wrong day, days without hours, other spellings, parts, products that come
later. A comparison must not call unlike equal, nor the same thing different."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import factories
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_either_order import products, stock
from tests.workflows.imports.test_parallel_run import NOW, channel_id, compare, hear, settle, told

from opsroom.domains.catalog.actions.add_alias import add_alias
from opsroom.domains.catalog.models import Sku
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.save_template import save_template
from opsroom.domains.channels.models import Comparison, ParallelDay
from opsroom.domains.channels.template_rules import TemplateDraft
from opsroom.domains.orders.models import Order
from opsroom.insight.lists.cut_over import proof_of
from opsroom.workflows.compare_figures import NotComparable
from opsroom.workflows.start_listening import start_listening

pytestmark = pytest.mark.django_db


def differences(shop: Shop, day: int) -> list[tuple[str, str]]:
    rows, _ = channels.differences_of(shop.manager, channel_id(shop), day, rows=50)
    return [(row.kind, row.key) for row in rows]


def test_a_day_that_has_not_come_and_a_day_before_every_order_prove_nothing(shop: Shop) -> None:
    settle(shop)
    hear(shop, told(("1001", "MUG", 4, 0, "paid")))
    text = told(("1001", "MUG", 4, 0, "paid"))
    with pytest.raises(NotComparable, match="has not come yet"):
        compare(shop, text, day=NOW.date() + timedelta(days=400))
    with pytest.raises(NotComparable, match="no order of it was placed by"):
        compare(shop, text, day=NOW.date() - timedelta(days=30))
    assert ParallelDay.objects.count() == 0, (
        "else the first stays the newest for ever, and the second is a clean day"
    )
    assert differences(shop, compare(shop, text)) == []


def test_an_export_with_days_and_no_hours_finds_the_orders_of_its_last_day(shop: Shop) -> None:
    settle(shop)
    yesterday = (NOW - timedelta(days=1)).date()
    text = told(("1001", "MUG", 4, 0, "paid"))
    hour = text.split("1001,")[1].split(",")[0]
    hear(shop, text.replace(hour, f"{yesterday} 14:05:00"))
    Order.objects.update(
        external_id="5501", external_name="#1001"
    )  # the channel numbers them by ids of its own
    day = compare(shop, text.replace(hour, str(yesterday)))
    assert differences(shop, day) == []
    assert channels.day_of(shop.manager, channel_id(shop), day).compared == 1


def test_what_only_we_have_is_told_of_the_last_day_of_such_a_file_too(shop: Shop) -> None:
    settle(shop)
    yesterday = (NOW - timedelta(days=1)).date()
    text = told(("1001", "MUG", 1, 0, "paid"), ("1002", "MUG", 1, 0, "paid"), placed=0)
    hour = text.split("1001,")[1].split(",")[0]
    hear(shop, text.replace(hour, f"{yesterday} 14:05:00"))
    only = told(("1001", "MUG", 1, 0, "paid"), placed=0).replace(hour, str(yesterday))
    assert differences(shop, compare(shop, only)) == [("only_here", "1002")]


def test_another_spelling_that_is_an_alias_here_is_the_same_article(shop: Shop) -> None:
    settle(shop)
    hear(shop, told(("1001", "MUG", 4, 0, "paid")))
    add_alias(shop.manager, shop.company, {"old-mug": Sku.objects.get(code="MUG").pk})
    assert differences(shop, compare(shop, told(("1001", "old-mug", 4, 0, "paid")))) == []
    assert differences(shop, compare(shop, told(("1001", "GHOST", 4, 0, "paid")))) == [("lines", "1001")]


def test_of_an_order_sent_in_part_before_the_shelf_was_counted_only_the_rest_is_still_to_leave(
    shop: Shop,
) -> None:
    settle(shop)
    hear(shop, told(("1001", "MUG", 5, 2, "paid")))
    assert differences(shop, compare(shop, "SKU,Available\nMUG,7\nBOWL,5\n")) == []
    hear(shop, told(("1002", "BOWL", 4, 0, "paid")), "b.csv")
    shop.bring(stock([("BOWL", "B-2", 5)], "On hand") + "\n", "stock2.csv", format="stock")
    # Heard of again since the count: what is sent by now lay there then.
    hear(shop, told(("1002", "BOWL", 4, 3, "paid")), "c.csv")
    assert differences(shop, compare(shop, "SKU,Available\nMUG,7\nBOWL,1\n")) == []


def test_orders_heard_before_their_products_count_as_soon_as_those_are_known(shop: Shop) -> None:
    made = factories.channel(shop.company, connector="csv_files")
    start_listening(shop.manager, shop.company, [made])
    hear(shop, told(("1001", "MUG", 4, 0, "paid")))
    shop.bring(products(["MUG"]), "products.csv")
    shop.bring(stock([("MUG", "B-1", 10)], "On hand"), "stock.csv", format="stock")
    assert differences(shop, compare(shop, "SKU,Available\nMUG,6\n")) == []


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ("1000000000000", "Row 3: Available 1000000000000 cannot be true"),
        ("2.5", "row 3 has 2.5 of BOWL, and stock here is whole pieces"),
        ("a few", "A list with gaps would prove nothing"),
    ],
)
def test_a_figure_that_cannot_be_true_is_named_with_its_row(shop: Shop, pieces: str, said: str) -> None:
    settle(shop)
    with pytest.raises(NotComparable, match=said):
        compare(shop, f"SKU,Available\nMUG,10\nBOWL,{pieces}\n")
    assert Comparison.objects.count() == 0


def test_what_lies_on_the_shelf_is_not_taken_for_what_can_be_sold(shop: Shop) -> None:
    settle(shop)
    hear(shop, told(("1001", "MUG", 4, 0, "paid")))
    with pytest.raises(NotComparable, match="“On hand” counts what lies on the shelf"):
        compare(shop, "SKU,On hand\nMUG,10\nBOWL,5\n")
    assert Comparison.objects.count() == 0
    both = compare(shop, "SKU,On hand,Reserved,Available\nMUG,10,4,6\nBOWL,5,0,5\n")
    assert differences(shop, both) == [], "where a file tells both, what can be sold is read"


def test_a_strange_list_of_stock_is_read_by_its_template_with_its_decimals(shop: Shop) -> None:
    settle(shop)
    save_template(
        shop.manager, shop.company,
        TemplateDraft("Alt", "stock", {"sku": "ref", "quantity": "frei"}, ("ref", "frei"),
                      {"decimals": "comma", "delimiter": ";"}, {}),
    )  # fmt: skip
    assert differences(shop, compare(shop, "ref;frei\nMUG;10,0\nBOWL;1.005\n")) == [("stock", "BOWL")]
    proof = proof_of(shop.manager, channel_id(shop))
    assert proof is not None
    assert {row.code: row.told for row in proof.rows} == {"MUG": 10, "BOWL": 1005}
