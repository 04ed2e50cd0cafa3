"""Before a shop switches, its channel and we say the same of every SKU; what differs is named, with both figures."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_either_order import move_in, on_hand, orders, products, stock

from opsroom.domains.access.errors import NotFound, Refused
from opsroom.domains.channels.models import Channel, Comparison, ToldFigure
from opsroom.domains.orders.models import Order
from opsroom.insight.lists.cut_over import Compared, Proof, proof_of
from opsroom.interfaces.cli import cut_over_run
from opsroom.workflows.compare_figures import NotComparable, compare_figures
from opsroom.workflows.importing.uploads import keep_upload
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.ship_orders import ship_orders

pytestmark = pytest.mark.django_db
BACKLOG = [("1001", "MUG", 4, 1), ("1002", "MUG", 2, 0), ("1003", "BOWL", 3, 0)]
CAN_SELL = {"MUG": 10, "BOWL": -2, "LAMP": 7}  # the shop oversold its bowls


def channel(shop: Shop) -> int:
    return Channel.objects.get(connector="shopify").pk


def prove(shop: Shop, text: str, name: str = "today.csv", as_of: datetime | None = None) -> Proof:
    kept = keep_upload([text.encode()], owner="test")
    compare_figures(shop.manager, channel(shop), kept, name, as_of=as_of)
    proof = proof_of(shop.manager, channel(shop))
    assert proof is not None
    return proof


def by_code(proof: Proof) -> dict[str, Compared]:
    return {row.code: row for row in proof.rows}


@pytest.mark.parametrize("order", list(permutations(("products", "stock", "orders")))[1::2], ids=" ".join)
def test_a_shop_moves_in_in_any_order_agrees_with_its_channel_and_ships_its_first_live_order(
    shop: Shop, order: tuple[str, ...]
) -> None:
    files = {
        "products": products(list(CAN_SELL)),
        "stock": stock([(code, "B-1", pieces) for code, pieces in CAN_SELL.items()]),
        "orders": orders(BACKLOG),
    }
    move_in(shop, files, order)
    before = on_hand(shop)
    proof = prove(shop, products(list(CAN_SELL), CAN_SELL))
    assert proof.holds, [row for row in proof.rows if row.difference]
    assert proof.counts == {"differs": 0, "unknown": 0, "only_here": 0, "untracked": 0, "equal": 3}
    assert on_hand(shop) == before, "a comparison moves nothing"

    # Two mugs are bought after that export: the channel's old figure and the order together are still ours.
    told = datetime.now(UTC)
    bought = (told + timedelta(hours=3)).strftime(
        "%Y-%m-%d %H:%M:%S"
    )  # the shop's clock may stand ahead of ours
    shop.bring(orders([("1004", "MUG", 2, 0)], placed=bought), "new.csv", format="orders")
    proof = prove(shop, stock([(c, "", n) for c, n in CAN_SELL.items()]), "available.csv", told)
    assert (proof.holds, by_code(proof)["MUG"].since, by_code(proof)["MUG"].ours) == (True, 2, 8)

    first = Order.objects.get(external_id="1004")
    done = release_orders(shop.manager, shop.company, [first.pk])
    ship_orders(shop.manager, shop.company, shop.site, done.fulfilment_order_ids)
    first.refresh_from_db()
    assert first.fulfilment_state == "shipped"
    proof = proof_of(shop.manager, channel(shop))
    assert proof is not None
    assert proof.holds, "goods that left were promised to their buyer before"


def test_what_differs_is_named_with_its_pieces_and_its_line(shop: Shop) -> None:
    move_in(
        shop,
        {
            "products": products(["MUG", "BOWL", "LAMP", "VASE"]),
            "stock": stock([("MUG", "B-1", 10), ("BOWL", "B-2", 5), ("LAMP", "B-3", 1), ("VASE", "B-4", 2)]),
            "orders": orders([("1001", "MUG", 1, 0)]),
        },
        ("products", "stock", "orders"),
    )
    text = products(["MUG", "BOWL", "LAMP", "GHOST"], {"MUG": 12, "BOWL": 5, "GHOST": 4})
    proof = prove(shop, text)
    found = by_code(proof)
    assert not proof.holds
    assert (found["MUG"].difference, found["MUG"].told, found["MUG"].ours, found["MUG"].row) == (
        -2,
        12,
        10,
        2,
    )
    assert {code: row.verdict for code, row in found.items()} == {
        "MUG": "differs", "BOWL": "equal", "LAMP": "untracked", "GHOST": "unknown", "VASE": "only_here",
    }  # fmt: skip

    manager = enter(shop.company, "manager")
    page = manager.get(f"/channels/{channel(shop)}/cut-over").content.decode()
    assert "2 SKUs to clear up, 2 pieces apart" in page
    only = manager.get(f"/channels/{channel(shop)}/cut-over?show=unknown").content.decode()
    assert ("GHOST" in only, "BOWL" in only) == (True, False)
    again = manager.post(
        "/import/compare",
        {
            "channel": channel(shop),
            "file": SimpleUploadedFile("x.csv", products(["BOWL"], {"BOWL": 5}).encode()),
        },
        follow=True,
    )
    assert "1 SKU agrees with" in again.content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (orders([("1", "MUG", 1, 0)]), "Export the products of the channel"),
        (products(["MUG"]), "no row of it has a quantity"),
        ("PK\x03\x04nonsense", "Export the products of the channel"),
    ],
)
def test_a_file_without_figures_is_refused_with_what_to_export(shop: Shop, text: str, said: str) -> None:
    shop.bring(products(["MUG"]), "products.csv")
    with pytest.raises(NotComparable, match=said):
        prove(shop, text)
    assert Comparison.objects.count() == 0


def test_a_file_of_which_nothing_is_counted_proves_nothing_in_either_direction(shop: Shop) -> None:
    shop.bring(products(["MUG"]), "products.csv")
    prove(shop, products(["MUG"], {"MUG": 1}))
    ToldFigure.objects.update(figure=None)
    page = enter(shop.company, "manager").get(f"/channels/{channel(shop)}/cut-over").content.decode()
    assert "Nothing in this file can be compared" in page
    assert "to clear up" not in page


def test_Z2_Z3_a_packer_and_another_company_compare_nothing(shop: Shop) -> None:
    shop.bring(products(["MUG"]), "products.csv")
    kept = keep_upload([products(["MUG"], {"MUG": 1}).encode()], owner="test")
    with pytest.raises(Refused):
        compare_figures(factories.actor("warehouse", shop.company), channel(shop), kept, "x.csv")
    with pytest.raises(NotFound):
        proof_of(factories.actor("manager", shop.company, sites=[shop.site]), channel(shop))
    stranger = enter(factories.company(), "manager")
    assert stranger.get(f"/channels/{channel(shop)}/cut-over").status_code == 404
    file = SimpleUploadedFile("x.csv", products(["MUG"], {"MUG": 1}).encode())
    assert stranger.post("/import/compare", {"channel": channel(shop), "file": file}).status_code == 404
    assert Comparison.objects.count() == 0


def test_Z2_who_sees_one_site_compares_nothing_that_is_of_all_of_them(shop: Shop) -> None:
    shop.bring(products(["MUG"]), "products.csv")
    kept = keep_upload([b"SKU,Qty\nMUG,1\n"], owner="test")
    bound = factories.actor("buyer", shop.company, sites=[shop.site])
    with pytest.raises(NotFound):
        compare_figures(bound, channel(shop), kept, "x.csv")
    assert Comparison.objects.count() == 0


def test_the_terminal_says_the_same_with_an_exit_code(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    move_in(shop, {"products": products(["MUG"]), "stock": stock([("MUG", "B-1", 3)])}, ("products", "stock"))
    monkeypatch.setattr(cut_over_run, "terminal_actor", lambda company: (shop.manager, _Own(shop.company)))
    file = tmp_path / "today.csv"
    file.write_text(products(["MUG"], {"MUG": 3}))
    assert cut_over_run.prove(file, None, as_json=False, company=None) == 0
    assert "SKUs that agree: 1, that differ: 0" in capsys.readouterr().out
    file.write_text(products(["MUG"], {"MUG": 5}))
    assert cut_over_run.prove(file, "shopify", as_json=True, company=None) == 3
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (told["agrees"], told["skus"][0]["difference"]) == (False, -2)
    file.write_text(orders([("1", "MUG", 1, 0)]))
    assert cut_over_run.prove(file, None, as_json=False, company=None) == 1


class _Own:
    def __init__(self, company_id: int) -> None:
        self.id = company_id
