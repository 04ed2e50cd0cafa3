"""Orders taken by hand: drafted, priced, quoted, placed once, held over the limit, invoiced with the buyer's number."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, furnish

from opsroom.domains.access.errors import Refused
from opsroom.domains.access.models import Task
from opsroom.domains.catalog.models import Sku
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions.add_draft_lines import WantedGoods, add_draft_lines
from opsroom.domains.orders.actions.edit_draft import DraftWords, edit_draft
from opsroom.domains.orders.actions.override_price import NewPrice, override_price
from opsroom.domains.orders.actions.quote_draft import quote_draft
from opsroom.domains.orders.actions.withdraw_draft import withdraw_draft
from opsroom.domains.orders.drafts import DraftFacts
from opsroom.domains.orders.errors import (
    BadDraft,
    BelowCost,
    DraftChanged,
    DraftFixed,
    DraftNotFound,
    DraftUnfinished,
)
from opsroom.domains.orders.models import Draft, Hold, Order, OrderNote, QuotePaper
from opsroom.domains.warehouse.models import Stock
from opsroom.kernel.records.events import timeline
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.begin_draft import begin_draft
from opsroom.workflows.erase_person import erase_person
from opsroom.workflows.grant_terms import grant_terms
from opsroom.workflows.place_draft import place_draft

pytestmark = pytest.mark.django_db
TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()
ANKER = PartyDraft(
    name="Jule Sand", organisation="Bistro Anker", line1="Kai 3", postcode="20457", city="Hamburg", country="Germany",
    email="jule@anker.example.com", phone="+49 40 1234",
)  # fmt: skip


@pytest.fixture
def shop() -> Shop:
    return priced_shop()


def priced_shop() -> Shop:
    """Fifty mugs at 23.80 that cost 9.00, one of them sold."""
    made = furnish(50)
    Sku.objects.filter(company_id=made.company, code="MUG").update(price=Decimal("23.80"), cost=Decimal("9"))
    made.take_in(1)  # so that a tax rate is known: 19 %
    return made


@pytest.fixture
def desk(shop: Shop) -> Actor:
    return factories.actor("desk", shop.company)


def mug(shop: Shop) -> int:
    return Sku.objects.get(company_id=shop.company, code="MUG").pk


def call(shop: Shop, desk: Actor, pieces: int = 4, **words: object) -> DraftFacts:
    """A call of Bistro Anker: so many mugs at 23.80 each."""
    draft_id = begin_draft(desk, shop.company, new_buyer=ANKER, known_too=True)
    add_draft_lines(desk, shop.company, draft_id, [WantedGoods(mug(shop), pieces)])
    edit_draft(desk, shop.company, draft_id, DraftWords(**({"purchase_order": "PO 4711"} | words)))  # type: ignore[arg-type]
    return drafts.draft_of(desk, draft_id)


def quote(shop: Shop, desk: Actor, draft_id: int, days: int = 14) -> str:
    return quote_draft(desk, shop.company, draft_id, valid_until=TODAY + timedelta(days=days), today=TODAY)


def on_terms(shop: Shop, draft: DraftFacts, limit: int | None) -> None:
    grant_terms(
        factories.actor("manager", shop.company), shop.company, draft.customer_id or 0,
        terms_days=30, credit_limit_minor=limit, credit_currency="EUR",
    )  # fmt: skip


def test_a_call_becomes_an_order_with_stock_buyer_number_and_its_amounts_to_the_cent(
    shop: Shop, desk: Actor
) -> None:
    draft = call(
        shop, desk, delivery_method="DHL Paket", delivery_minor=490, note="Ring twice", tags=("phone",)
    )
    assert (draft.name, draft.state, draft.net_minor, draft.tax_minor, draft.total_minor) == (
        "D-1001", "draft", 8412, 1598, 4 * 2380 + 490,
    )  # fmt: skip
    free = Stock.objects.get(sku=mug(shop)).allocated
    order = Order.objects.get(pk=place_draft(desk, shop.company, draft.id, seen_minor=10010))
    assert (order.number, order.external_id, order.purchase_order) == (
        "BH-1001",
        f"draft-{draft.id}",
        "PO 4711",
    )
    assert (order.net_minor, order.tax_minor, order.total_minor) == (8412, 1598, 10010)
    assert [(one.kind, one.net_minor, one.tax_minor) for one in order.lines.order_by("position")] == [
        ("goods", 8000, 1520), ("shipping", 412, 78),
    ]  # fmt: skip
    assert (order.payment_state, order.allocation_state, order.on_hold) == ("pending", "allocated", False)
    assert Stock.objects.get(sku=mug(shop)).allocated == free + 4
    assert (order.customer_id, order.ship_to and order.ship_to.city) == (draft.customer_id, "Hamburg")
    assert order.ship_to is not None
    assert order.ship_to.country == "DE"
    assert list(order.tags.values_list("tag", flat=True)) == ["phone"]
    assert OrderNote.objects.get(order=order).text == "Ring twice"
    assert Customer.objects.filter(company_id=shop.company, name="Jule Sand").count() == 1, (
        "the buyer is not doubled"
    )
    stored = Draft.objects.get(pk=draft.id)
    assert (stored.state, stored.order_id) == ("accepted", order.pk)


def test_placed_twice_it_is_one_order_and_a_fixed_draft_says_why(shop: Shop, desk: Actor) -> None:
    draft = call(shop, desk)
    first = place_draft(desk, shop.company, draft.id)
    assert place_draft(factories.actor("manager", shop.company), shop.company, draft.id) == first
    assert Order.objects.filter(external_id=f"draft-{draft.id}").count() == 1
    with pytest.raises(DraftFixed, match="It is an order by now"):
        add_draft_lines(desk, shop.company, draft.id, [WantedGoods(mug(shop))])
    with pytest.raises(DraftFixed):
        withdraw_draft(desk, shop.company, draft.id, why="mistake")
    gone = call(shop, desk)
    withdraw_draft(desk, shop.company, gone.id, why="declined")
    with pytest.raises(DraftFixed, match="It was withdrawn"):
        place_draft(desk, shop.company, gone.id)
    assert not Order.objects.filter(external_id=f"draft-{gone.id}").exists()


def test_what_nobody_has_seen_is_not_placed(shop: Shop, desk: Actor) -> None:
    draft = call(shop, desk)
    add_draft_lines(
        factories.actor("manager", shop.company), shop.company, draft.id, [WantedGoods(mug(shop), 1)]
    )
    with pytest.raises(DraftChanged, match="changed by somebody else"):
        place_draft(desk, shop.company, draft.id, seen_minor=draft.total_minor)
    with pytest.raises(DraftChanged):
        edit_draft(desk, shop.company, draft.id, DraftWords(), version=draft.version)
    assert drafts.draft_of(desk, draft.id).purchase_order == "PO 4711", (
        "nothing of the older save was written"
    )
    assert not Order.objects.filter(external_id=f"draft-{draft.id}").exists()


def test_what_is_missing_is_said_in_one_sentence_each_and_nothing_is_placed(shop: Shop, desk: Actor) -> None:
    new = Sku.objects.create(
        company_id=shop.company, product_id=Sku.objects.get(pk=mug(shop)).product_id, code="NEW"
    )
    draft_id = begin_draft(desk, shop.company)
    with pytest.raises(
        DraftUnfinished, match=r"Draft D-1001 is not finished\. Say who buys\. Add what is bought\."
    ):
        place_draft(desk, shop.company, draft_id)
    add_draft_lines(desk, shop.company, draft_id, [WantedGoods(new.pk)])
    begin_draft(desk, shop.company, draft_id=draft_id, new_buyer=PartyDraft(name="Nobody"))
    edit_draft(desk, shop.company, draft_id, DraftWords(payment="terms"))
    with pytest.raises(DraftUnfinished) as told:
        place_draft(desk, shop.company, draft_id)
    assert told.value.message == (
        "Draft D-1001 is not finished. Say where the goods go. NEW has no price in the list. Somebody who may set "
        "prices writes one. Say the tax rate of NEW. This buyer pays before: no terms are granted. Choose prepaid, "
        "or have terms granted on their page."
    )
    assert drafts.draft_of(desk, draft_id).total_minor is None, "unknown, never zero"


def test_over_the_limit_a_hand_made_order_is_taken_whole_and_held_with_a_sentence(
    shop: Shop, desk: Actor
) -> None:
    draft = call(shop, desk)
    on_terms(shop, draft, 5000)
    edit_draft(desk, shop.company, draft.id, DraftWords(payment="terms"))
    order = Order.objects.get(pk=place_draft(desk, shop.company, draft.id))
    assert (order.payment_state, order.terms_days, order.on_hold, order.allocation_state) == (
        "terms", 30, True, "allocated",
    )  # fmt: skip
    assert Hold.objects.get(order=order).detail == (
        "unpaid invoices 0.00 EUR + open orders 0.00 EUR + this order 95.20 EUR = 95.20 EUR, "
        "45.20 EUR over the limit of 50.00 EUR."
    )
    assert Task.objects.get(kind="credit", subject_id=order.pk).state == "open"
    assert Draft.objects.get(pk=draft.id).state == "accepted"


def test_another_price_needs_the_right_and_a_reason_and_asks_twice_below_cost(
    shop: Shop, desk: Actor
) -> None:
    draft = call(shop, desk)
    (line,) = drafts.lines_of([draft.id])
    boss = factories.actor("manager", shop.company)
    cheap = NewPrice(Decimal("20.00"), Decimal("0.1"), reason="volume", words="as told to Jule Sand")
    with pytest.raises(Refused):
        override_price(desk, shop.company, draft.id, line.id, cheap)
    with pytest.raises(BadDraft, match="Choose why"):
        override_price(boss, shop.company, draft.id, line.id, NewPrice(Decimal("20.00")))
    with pytest.raises(BadDraft, match="The discount is more"):
        override_price(
            boss, shop.company, draft.id, line.id, NewPrice(Decimal("20.00"), Decimal(0), 8001, "volume")
        )
    below = NewPrice(Decimal("10.00"), reason="clearance")
    with pytest.raises(BelowCost, match=r"sells MUG 2\.39 EUR below what it costs"):
        override_price(boss, shop.company, draft.id, line.id, below)
    assert drafts.draft_of(desk, draft.id).total_minor == 9520, "nothing was changed so far"
    assert override_price(boss, shop.company, draft.id, line.id, below, below_cost_too=True)
    assert override_price(boss, shop.company, draft.id, line.id, cheap)
    assert drafts.draft_of(desk, draft.id).total_minor == 7200
    with pytest.raises(BadDraft, match="A line has 1 to"):
        edit_draft(desk, shop.company, draft.id, DraftWords(), quantities={line.id: 0})
    order = Order.objects.get(pk=place_draft(desk, shop.company, draft.id))
    sold = order.lines.get()
    assert (sold.unit_price, sold.discount_minor, sold.gross_minor) == (Decimal(20), 800, 7200)
    (told,) = [
        one for one in timeline("orders.order", order.pk) if one.kind == "orders.order.price_overridden"
    ]
    assert (told.reason, told.data["to"], told.data["by"]) == (
        "A larger quantity", "20.000000", boss.user_id,
    )  # fmt: skip
    assert "Jule" not in str([(one.reason, one.data) for one in timeline("orders.draft", draft.id)])


def test_a_discount_given_for_many_does_not_stay_for_few(shop: Shop, desk: Actor) -> None:
    draft = call(shop, desk)
    (line,) = drafts.lines_of([draft.id])
    boss = factories.actor("manager", shop.company)
    override_price(
        boss, shop.company, draft.id, line.id, NewPrice(Decimal("23.80"), Decimal(0), 2000, "volume")
    )
    with pytest.raises(BadDraft, match="given for 4 pieces"):
        edit_draft(desk, shop.company, draft.id, DraftWords(), quantities={line.id: 1})
    assert not override_price(boss, shop.company, draft.id, line.id, NewPrice(Decimal("23.80")))
    edit_draft(desk, shop.company, draft.id, DraftWords(), quantities={line.id: 1})
    assert drafts.draft_of(desk, draft.id).total_minor == 2380


def test_a_known_buyer_is_offered_and_never_doubled_by_a_slip(shop: Shop, desk: Actor) -> None:
    draft = call(shop, desk)
    with pytest.raises(BadDraft, match="the e-mail of a buyer we know"):
        begin_draft(desk, shop.company, new_buyer=ANKER)
    assert Draft.objects.filter(company_id=shop.company).count() == 1, "nothing half-done"
    assert Customer.objects.filter(company_id=shop.company, name="Jule Sand").count() == 1
    again = drafts.draft_of(desk, begin_draft(desk, shop.company, customer_id=draft.customer_id))
    assert (again.ship_to_id, again.bill_to_id, again.payment) == (
        draft.ship_to_id,
        draft.ship_to_id,
        "prepaid",
    )
    on_terms(shop, draft, None)
    third = drafts.draft_of(desk, begin_draft(desk, shop.company, customer_id=draft.customer_id))
    assert third.payment == "terms"


def test_Z3_a_draft_of_another_company_is_as_missing_as_none(shop: Shop, desk: Actor) -> None:
    draft = call(shop, desk)
    other = furnish(1)
    stranger = factories.actor("manager", other.company)
    with pytest.raises(DraftNotFound):
        drafts.draft_of(stranger, draft.id)
    with pytest.raises(DraftNotFound):
        place_draft(stranger, other.company, draft.id)
    with pytest.raises(BadDraft, match="no such customer"):
        begin_draft(stranger, other.company, customer_id=draft.customer_id)
    with pytest.raises(BadDraft, match="no such SKU"):
        add_draft_lines(
            stranger, other.company, begin_draft(stranger, other.company), [WantedGoods(mug(shop))]
        )
    for role in ("warehouse", "buyer", "bookkeeper", "marketer", "admin"):
        with pytest.raises(Refused):
            drafts.draft_of(factories.actor(role, shop.company), draft.id)
    assert Party.objects.filter(company_id=other.company).count() == 0


def test_P4_with_their_buyer_goes_what_was_typed_on_drafts_and_open_ones_are_withdrawn(
    shop: Shop, desk: Actor
) -> None:
    draft = call(shop, desk, note="Jule wants it blue", tags=("Jule",))
    (line,) = drafts.lines_of([draft.id])
    boss = factories.actor("manager", shop.company)
    override_price(
        boss, shop.company, draft.id, line.id, NewPrice(Decimal("20"), reason="agreed", words="Jule asked")
    )
    quote(shop, desk, draft.id)
    assert QuotePaper.objects.count() == 1
    erase_person(factories.actor("admin", shop.company), shop.company, draft.customer_id or 0, approved=True)
    assert QuotePaper.objects.count() == 0, "a paper of theirs goes too"
    stored = Draft.objects.get(pk=draft.id)
    assert (stored.state, stored.note, stored.tags, stored.purchase_order) == ("withdrawn", "", [], "PO 4711")
    assert stored.lines.get().override_words == ""
    assert stored.lines.get().override_reason == "agreed"
    assert stored.ship_to is not None
    assert (stored.ship_to.name, stored.ship_to.line1) == ("", "")
    with pytest.raises(DraftFixed):
        place_draft(desk, shop.company, draft.id)
