"""A shop maps a strange export once; the next file of the same columns is read by itself, a similar one is offered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests import factories
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.test_products import HEADER, MUG

from opsroom.domains.access.errors import Refused
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.remove_template import remove_template
from opsroom.domains.channels.actions.save_template import save_template
from opsroom.domains.channels.errors import BadTemplate, UnknownTemplate
from opsroom.domains.channels.models import Import, ImportMapping
from opsroom.domains.channels.template_rules import Chosen, TemplateDraft, fingerprint_of
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.models import Stock
from opsroom.kernel.records.models import Event
from opsroom.workflows import read_again as read_again_module
from opsroom.workflows.read_again import Reading, keep_as_template, read_again, read_with_template

pytestmark = pytest.mark.django_db
STRANGE = "ref;stk;ort\nMUG-B;3,0;Halle 1\nMUG-G;1.200;Halle 1\n"


def draft(**more: object) -> TemplateDraft:
    told = {
        "name": "Old tool, stock",
        "format": "stock",
        "columns": {"sku": "ref", "quantity": "stk", "location": "ort"},
        "titles": ("ref", "stk", "ort"),
        "reading": {"delimiter": ";", "decimals": "comma", "quantity_meaning": "on_hand"},
        "words": {"location": {"Halle 1": "Main"}},
    }
    return TemplateDraft(**(told | more))  # type: ignore[arg-type]


def test_a_strange_file_is_mapped_once_and_its_next_one_needs_nobody(shop: Shop) -> None:
    shop.bring(HEADER + MUG)
    first = shop.open(STRANGE, "monday.csv", format="stock", answers={"quantity_meaning": "on_hand"})
    shop.again(first, dry_run=True)
    told = Reading(
        {"sku": "ref", "quantity": "stk", "location": "ort"}, {"delimiter": ";", "decimals": "comma"},
        {"location": {"halle 1": "Main"}},
    )  # fmt: skip
    read_again(shop.manager, first, told)
    keep_as_template(shop.manager, first, "Old tool, stock")
    shop.again(first)
    on_hand = dict(Stock.objects.filter(on_hand__gt=0).values_list("sku__code", "on_hand"))
    assert on_hand == {"MUG-B": 3, "MUG-G": 1200}, "3,0 are three and 1.200 are twelve hundred"

    # Tuesday's file is of no kind anybody knows, has its columns in another order, and asks nothing.
    tuesday = "ort;ref;stk\nHalle 1;MUG-B;5,0\nHalle 1;MUG-G;1.200\n"
    run = shop.bring(tuesday, "tuesday.csv", answers={"guard": "yes"})
    facts = channels.import_of(shop.manager, run.import_id)
    assert (run.state, run.questions, facts.format) == ("committed", (), "stock")
    assert facts.mapping["template"]["said"] == (
        "Read by the template “Old tool, stock”, since it has the same columns, in another order."
    )
    assert Stock.objects.get(sku__code="MUG-B").on_hand == 5
    (found,) = channels.templates_of(shop.manager, shop.company)
    assert (found.imports, found.last_used_at is not None) == (2, True)
    assert ImportMapping.objects.get().last_used_by_id == shop.manager.user_id
    assert not Event.objects.filter(subject_kind="channels.importmapping").exclude(data={}).exists()


def test_a_file_that_nearly_fits_is_offered_it_and_says_what_is_missing(shop: Shop) -> None:
    saved = save_template(shop.manager, shop.company, draft())
    near = shop.open("ref;stk;price\nMUG-B;3,0;1,00\n", "near.csv", format="stock")
    shop.again(near, dry_run=True)
    facts = channels.import_of(shop.manager, near)
    assert facts.mapping["offers"] == [
        {
            "id": saved,
            "name": "Old tool, stock",
            "why": "2 of the 3 columns it reads stand in this file; missing: “ort”",
        }
    ]
    assert (facts.template_id, facts.mapping.get("template")) == (None, None), "an offer is no act"
    (found,) = channels.templates_of(shop.manager, shop.company)
    read_with_template(shop.manager, near, Chosen(found.draft, saved, "you chose it"))
    run = shop.again(near, dry_run=True)
    facts = channels.import_of(shop.manager, near)
    assert facts.mapping["template"]["missing"] == ["ort"]
    assert "“ort” is missing: Location stays empty." in facts.mapping["template"]["said"]
    assert "left out: “price”" in facts.mapping["template"]["said"]
    assert (run.questions, [row.value["quantity"] for row in shop.rows(near) if row.value]) == ((), ["3.0"])
    # One step back: by its titles alone, with nothing of the template left.
    read_with_template(shop.manager, near, None)
    shop.again(near, dry_run=True)
    facts = channels.import_of(shop.manager, near)
    assert (facts.template_id, facts.mapping.get("template"), facts.answers) == (None, None, {})


def test_state_words_and_sites_of_another_tool_are_read_as_ours(shop: Shop) -> None:
    shop.bring(HEADER + MUG)
    columns = {
        "order_number": "Nr", "placed_at": "Am", "sku": "Artikel", "quantity": "Stk", "unit_price": "Preis",
        "shipped_status": "Stand",
    }  # fmt: skip
    words = {"shipped_status": {"Verschickt!": "shipped", "Liegt noch": "unfulfilled"}}
    save_template(
        shop.manager,
        shop.company,
        TemplateDraft("Alt", "orders", columns, tuple(columns.values()), {}, words),
    )
    text = "Nr,Am,Artikel,Stk,Preis,Stand\n1,2026-11-24,MUG-B,1,4.00,verschickt\n2,2026-11-24,MUG-B,1,4.00,liegt noch\n"
    shop.bring(text, "orders.csv", answers={"history": "live"})
    states = dict(Order.objects.values_list("external_id", "fulfilment_state"))
    assert states == {"1": "shipped", "2": "unreleased"}


def test_another_kind_of_file_a_written_one_and_a_taken_name_are_refused(shop: Shop) -> None:
    shop.bring(HEADER + MUG)
    save_template(shop.manager, shop.company, draft())
    orders = Chosen(TemplateDraft("Alt", "orders", {"sku": "ref"}), None, "you named its file")
    read = shop.open(STRANGE, "a.csv")
    shop.again(read, dry_run=True)
    with pytest.raises(BadTemplate, match=r"“Alt” reads Orders \(CSV\), and this file is Stock \(CSV\)"):
        read_with_template(shop.manager, read, orders)
    with pytest.raises(BadTemplate, match="there is a template “Old tool, stock” already"):
        save_template(shop.manager, shop.company, draft(), anew=True)
    assert ImportMapping.objects.count() == 1


def test_a_deleted_template_leaves_its_imports_and_reads_no_more(shop: Shop) -> None:
    shop.bring(HEADER + MUG)
    saved = save_template(shop.manager, shop.company, draft())
    run = shop.bring(STRANGE, "a.csv")
    assert Import.objects.get(pk=run.import_id).template_id == saved
    stands = channels.template_of(shop.manager, shop.company, saved).draft
    remove_template(shop.manager, shop.company, saved, seen=fingerprint_of(stands))
    assert Import.objects.get(pk=run.import_id).template_id is None
    assert Stock.objects.get(sku__code="MUG-B").on_hand == 3, "what it read stays"
    again = shop.open(STRANGE.replace("3,0", "4,0"), "b.csv", format="stock")
    assert "template" not in channels.import_of(shop.manager, again).mapping


def test_Z2_Z3_templates_are_the_companys_own_and_follow_the_rights_of_imports(
    shop: Shop, make_shop: Callable[[], Shop]
) -> None:
    saved = save_template(shop.manager, shop.company, draft())
    other = make_shop()
    assert channels.templates_of(other.manager, other.company) == []
    with pytest.raises(UnknownTemplate):
        channels.template_of(other.manager, other.company, saved)
    with pytest.raises(UnknownTemplate):
        remove_template(other.manager, other.company, saved, seen="")
    theirs = other.open(STRANGE, "a.csv", format="stock")
    assert "template" not in channels.import_of(other.manager, theirs).mapping
    for role in ("bookkeeper", "warehouse", "marketer", "admin"):
        with pytest.raises(Refused):
            save_template(factories.actor(role, shop.company), shop.company, draft(name=role))
    for role in ("desk", "buyer"):
        save_template(factories.actor(role, shop.company), shop.company, draft(name=role))
    assert ImportMapping.objects.filter(company_id=shop.company).count() == 3


def test_a_crash_while_columns_are_chosen_leaves_rows_and_columns_as_they_were(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the page would show the new columns, and writing it would write what was read by the old ones."""
    shop.bring(HEADER + MUG)
    first = shop.open(
        "SKU,Shelf,Left\nMUG-B,3,9\n", "a.csv", format="stock", answers={"quantity_meaning": "on_hand"}
    )
    shop.again(first, dry_run=True)
    before = channels.import_of(shop.manager, first)

    def power_cut(*_: object) -> int:
        raise RuntimeError("the power went")

    monkeypatch.setattr(read_again_module, "clear_rows", power_cut)
    with pytest.raises(RuntimeError):
        read_again(shop.manager, first, Reading({"sku": "SKU", "quantity": "Left"}))
    with pytest.raises(RuntimeError):
        read_again_module.answer_reader(shop.manager, first, {"quantity_meaning": "available"}, {})
    facts = channels.import_of(shop.manager, first)
    assert (facts.mapping, facts.answers, facts.state) == (before.mapping, before.answers, "staged")


def test_a_template_that_reads_a_column_it_does_not_name_is_refused(shop: Shop) -> None:
    """Its page shows the named columns alone, so saving it there would lose the other without a word."""
    with pytest.raises(BadTemplate, match="it reads the column “ort”, which is not among its titles"):
        save_template(shop.manager, shop.company, draft(titles=("ref", "stk")))
