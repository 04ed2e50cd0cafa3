"""The list of orders leaves one row a line and comes back by the import of orders: unchanged it changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests import factories
from tests.interfaces.web.orders.test_order_page import enter
from tests.workflows.imports.conftest import Shop
from tests.workflows.imports.conftest import _connectors as connectors  # noqa: F401 - read back by the importer
from tests.workflows.test_from_order_to_invoice import put

from opsroom.domains.channels.models import Channel, ImportRow
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.orders.models import Demand, Hold, Order, OrderLine, OrderTag
from opsroom.interfaces.web.orders import export_lines
from opsroom.interfaces.web.orders.export_lines import order_lines
from opsroom.kernel.records.models import Event
from opsroom.kernel.values.escaping import csv_line
from opsroom.ports.incoming import (
    FulfilledBy,
    FulfilledLine,
    IncomingAddress,
    IncomingCustomer,
    IncomingFulfilment,
    IncomingLine,
    IncomingOrder,
    IncomingShippingLine,
    IncomingTax,
    IncomingTotals,
    LineKind,
    PaymentCondition,
)
from opsroom.ports.incoming import (
    Party as Issuer,
)
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.cancel_orders import cancel_orders
from opsroom.workflows.release_orders import release_orders
from opsroom.workflows.ship_orders import ship_orders

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=UTC)
CODES = (
    "MUG",
    "=BOWL",
    "-1",
    "@ROOF",
    "007",
    "4006381333931",
    "+49",
    "'=odd",
    'say "hi", ok',
    "Tässchen",
    "9E3",
)

WORDS = st.one_of(
    st.sampled_from(
        ["", "=1+1", "'-5", "01099", " two  blanks ", "a;b,c", "Zoë\nÜnal", "1,5", "2026-01-02", "\uffff"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
)
OF_THE_IMPORT = ("channels.import", "records.job")
PRICE = st.decimals(400, 9999, places=6)  # more than the tax on it, also in yen
RATE = st.sampled_from([None, Decimal(0), Decimal("0.005"), Decimal("0.19"), Decimal("0.055")])


@st.composite
def a_line(draw: st.DrawFn, place: int) -> IncomingLine:
    kind = draw(
        st.sampled_from([LineKind.GOODS] * 4 + [LineKind.GIFT_CARD, LineKind.SERVICE, LineKind.SHIPPING])
    )
    quantity = Decimal(draw(st.sampled_from([1, 1, 2, 7])))
    rate = draw(RATE)
    return IncomingLine(
        external_id=draw(st.sampled_from([str(place), f"gid://{place}", ""])),
        sku=draw(st.one_of(st.none(), st.sampled_from(CODES), WORDS.map(str.strip)))
        if kind is LineKind.GOODS
        else None,
        variant_external_id=None,
        title=draw(WORDS),
        quantity=draw(st.sampled_from([quantity, quantity, Decimal(0)])),
        quantity_first=quantity,
        unit_price=draw(PRICE if rate is not None else st.one_of(st.just(Decimal(0)), PRICE)),
        discount_minor=draw(st.sampled_from([0, 0, 1])),
        taxes=(IncomingTax("VAT", rate, draw(st.integers(0, 300))),) if rate is not None else (),
        kind=kind,
        requires_shipping=kind is LineKind.GOODS and draw(st.booleans()),
        personalisation=draw(
            st.sampled_from([(), (("Engraving", "for: Mum; x"),), (("A", "1"), ("B", "2"))])
        ),
    )


ADDRESS = st.builds(
    IncomingAddress, name=WORDS, company=WORDS, line1=WORDS, line2=WORDS, city=WORDS, region=WORDS,
    postcode=st.sampled_from(["01099", "1", "SW1A 1AA", ""]), country=st.sampled_from(["DE", "GB", "", "Utopia"]),
)  # fmt: skip


@st.composite
def an_order(draw: st.DrawFn, place: int) -> IncomingOrder:
    lines = tuple(draw(a_line(at)) for at in range(1, draw(st.integers(1, 4)) + 1))
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    placed = NOW - timedelta(hours=draw(st.integers(0, 24 * 400)), seconds=place)
    first = lines[0]
    gone = draw(st.booleans()) and first.quantity > 0
    return IncomingOrder(
        external_id=draw(st.sampled_from([f"{place}", f"A-{place}", f"={place}", f"{place:05}"])),
        name=draw(st.sampled_from([f"#{place}", "", "same"])),
        placed_at=placed,
        currency=currency,
        lines=lines,
        prices_include_tax=draw(st.booleans()),
        totals=IncomingTotals(total_minor=draw(st.sampled_from([None, 0, 1234, 10**9]))),
        payment=draw(st.sampled_from(list(PaymentCondition))),
        cancelled_at=draw(st.sampled_from([None, None, placed])),
        test=draw(st.sampled_from([False, False, True])),
        fulfilled_by=draw(st.sampled_from(list(FulfilledBy))),
        shipping_lines=draw(
            st.sampled_from(
                [(), (IncomingShippingLine("s", "DHL", "dhl", 490), IncomingShippingLine("t", "", "", 0))]
            )
        ),
        note=draw(WORDS),
        gift_message=draw(WORDS),
        tags=tuple(draw(st.lists(st.sampled_from(["vip", "a, b", "=x", "-y"]), max_size=2))),
        ship_by=draw(st.sampled_from([None, placed, placed.date()])),
        deliver_by=draw(st.sampled_from([None, placed + timedelta(days=9)])),
        delivery_method=draw(WORDS),
        customer=draw(
            st.one_of(st.none(), st.builds(IncomingCustomer, st.none(), WORDS, st.just("a@example.com")))
        ),
        ship_to=draw(st.one_of(st.none(), ADDRESS)),
        bill_to=draw(st.one_of(st.none(), ADDRESS)),
        invoice_issuer=draw(st.sampled_from(list(Issuer))),
        purchase_order=draw(WORDS),
        fulfilments=(
            IncomingFulfilment("f", "shipped", placed, (FulfilledLine(first.external_id, Decimal(1)),)),
        )
        if gone
        else (),
    )


def stored() -> list[Any]:
    """Everything an order is made of, and all that was ever told about it."""
    told = Event.objects.exclude(subject_kind__in=OF_THE_IMPORT).order_by("id")
    return [
        list(kind.objects.order_by("id").values())  # type: ignore[attr-defined]
        for kind in (Order, OrderLine, OrderTag, Demand, Hold, Customer, Party, Channel)
    ] + [list(told.values_list("kind", "subject_id"))]


def file_of(shop: Shop, *, named: bool, ids: Sequence[int] | None = None) -> str:
    wanted = list(Order.objects.order_by("id").values_list("id", flat=True)) if ids is None else ids
    return "\ufeff" + "".join(csv_line(line) for line in order_lines(shop.manager, wanted, named=named))


@pytest.fixture
def shop() -> Shop:
    company = factories.company()
    shop = Shop(company, factories.site(company), factories.actor("manager", company))
    put(factories.system("system.demo", company), company, shop.site, **dict.fromkeys(CODES[:6], 50))
    return shop


@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],  # an example costs an import: no shrinking
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_X1_order_lines_leave_and_come_back_and_change_nothing(shop: Shop, data: st.DataObject) -> None:
    """Of two channels that number alike, in every state, with the names of buyers and without."""
    program = factories.system("system.demo", shop.company)
    base = Order.objects.count() + 1
    for _at in range(2):
        channel = factories.channel(shop.company)
        told = [data.draw(an_order(base + place)) for place in range(data.draw(st.integers(1, 5)))]
        mode = data.draw(st.sampled_from(["live", "live", "history"]))
        accept_orders(program, channel, told, mode=mode)
    before = stored()
    ids = list(Order.objects.filter(company_id=shop.company).order_by("id").values_list("id", flat=True))
    for named in (True, False):
        run = shop.bring(file_of(shop, named=named), f"lines-{named}.csv")
        rows = list(ImportRow.objects.filter(imported_in_id=run.import_id).order_by("number"))
        assert run.questions == (), run.questions
        assert [(row.effect, row.problems) for row in rows if row.effect != "same" or row.problems] == []
        assert sorted(row.result_id or 0 for row in rows) == ids
        now = stored()
        assert [kind for kind, then in zip(now, before, strict=True) if kind != then] == []


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def text_of(rows: Sequence[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


HOME = IncomingAddress(
    name="Mara Klein", line1="Torstraße 12", postcode="10119", city="Berlin", country_code="DE"
)


def sold(number: str, *lines: IncomingLine, **more: Any) -> IncomingOrder:
    facts: dict[str, Any] = {
        "external_id": number, "name": f"#{number}", "placed_at": NOW, "currency": "EUR", "prices_include_tax": True,
        "lines": lines or (piece("MUG", 2), piece("=BOWL", 1, "2")), "payment": PaymentCondition.CAPTURED,
        "customer": IncomingCustomer(None, "Mara Klein", "mara@example.com"), "ship_to": HOME, "note": "Ring twice",
        "totals": IncomingTotals(total_minor=3490),
        "shipping_lines": (IncomingShippingLine("s", "DHL Paket", "dhl", 490),),
    }  # fmt: skip
    return IncomingOrder(**facts | more)


def piece(code: str, quantity: int, external_id: str = "1") -> IncomingLine:
    return IncomingLine(external_id, code, None, f"Thing {code}", Decimal(quantity), Decimal("10.00"))


def take_in(shop: Shop, channel: int, *orders: IncomingOrder) -> list[Order]:
    program = factories.system("system.demo", shop.company)
    done = accept_orders(program, channel, orders, mode="live")
    return [Order.objects.get(pk=one.order_id) for one in done]


def test_what_happened_here_since_the_file_was_made_is_not_taken_back(shop: Shop) -> None:
    """The file is a week old: one order was sent, one cancelled, one noted on. It brings nothing of it back."""
    channel = factories.channel(shop.company)
    sent, ended, noted = take_in(shop, channel, sold("1"), sold("2"), sold("3"))
    file = file_of(shop, named=True)
    program = factories.system("system.demo", shop.company)
    ship_orders(
        program,
        shop.company,
        shop.site,
        release_orders(program, shop.company, [sent.pk]).fulfilment_order_ids,
    )
    cancel_orders(program, shop.company, [ended.pk], reason="customer")
    Order.objects.filter(pk=noted.pk).update(customer_note="Neighbour")
    before = stored()
    run = shop.bring(file)
    assert (run.counts["same"], run.counts["all"], stored()) == (3, 3, before)
    told = {row["Opsroom order"]: row for row in rows_of(file_of(shop, named=False)) if row["SKU"] == "MUG"}
    assert [(one["Shipped quantity"], bool(one["Cancelled at"])) for one in told.values()] == [
        ("2", False), ("0", True), ("0", False),
    ]  # fmt: skip


def test_a_spreadsheet_that_writes_amounts_its_own_way_changes_nothing_and_a_person_changes_what_they_changed(
    shop: Shop,
) -> None:
    channel = factories.channel(shop.company)
    first, second = take_in(shop, channel, sold("1"), sold("2"))
    rows = rows_of(file_of(shop, named=True))
    for row in rows:
        row["Unit price"] = row["Unit price"].replace(".", ",")
        row["Total"] = row["Total"].rstrip("0")
        row["My remark"] = "seen"
        if row["Opsroom order"] == second.number:
            row["Notes"], row["Shipping city"] = "Ring once", "Potsdam"
    run = shop.bring(text_of(rows))
    assert (run.counts["same"], run.counts["changed"], run.counts["fix"]) == (1, 1, 0), shop.sentences(
        run.import_id
    )
    assert Order.objects.get(pk=first.pk).customer_note == "Ring twice"
    changed = Order.objects.select_related("ship_to").get(pk=second.pk)
    assert (changed.customer_note, changed.ship_to and changed.ship_to.city) == ("Ring once", "Potsdam")
    assert (changed.on_hold, changed.total_minor, Order.objects.count()) == (False, 3490, 2)


def test_a_file_without_names_that_was_changed_takes_no_words_of_buyers_away(shop: Shop) -> None:
    channel = factories.channel(shop.company)
    (order,) = take_in(shop, channel, sold("1"))
    rows = rows_of(file_of(shop, named=False))
    for row in rows:
        row["Tags"] = "vip"
    run = shop.bring(text_of(rows))
    assert (run.counts["changed"], run.counts["fix"]) == (1, 0), shop.sentences(run.import_id)
    order.refresh_from_db()
    assert (order.customer_note, order.on_hold) == ("Ring twice", False)
    assert list(OrderTag.objects.values_list("tag", flat=True)) == ["vip"]


def test_a_changed_order_of_another_channel_or_of_nobody_gets_a_sentence_and_becomes_no_new_one(
    shop: Shop,
) -> None:
    one, other = factories.channel(shop.company), factories.channel(shop.company)
    take_in(shop, one, sold("1"))
    (foreign,) = take_in(shop, other, sold("1"))
    rows = rows_of(file_of(shop, named=True))
    for row in rows:
        if row["Opsroom order"] == foreign.number:
            row["Notes"] = "Mine"
    run = shop.bring(text_of(rows), channel_id=one)
    said = " ".join(shop.sentences(run.import_id))
    assert f"{foreign.number} is an order of another channel than the one this file goes to." in said
    assert (run.counts["same"], run.counts["fix"], Order.objects.count()) == (1, 1, 2)
    for row in rows:
        row["Opsroom order"] = f"{row['Opsroom order']}9"
    run = shop.bring(text_of(rows), channel_id=one)
    assert f"No order here has the number {foreign.number}9." in " ".join(shop.sentences(run.import_id))
    for row in rows:
        row["Opsroom order"], row["Order number"] = foreign.number, "77"
    run = shop.bring(text_of(rows[:3]), channel_id=other)
    assert f"{foreign.number} is the channel's order 1, and the file says 77." in " ".join(
        shop.sentences(run.import_id)
    )
    assert Order.objects.count() == 2
    stranger = factories.company()
    abroad = Shop(stranger, factories.site(stranger), factories.actor("manager", stranger))
    run = abroad.bring(file_of(shop, named=True))
    assert (run.counts["fix"], Order.objects.count()) == (2, 2)
    for row in rows:
        del row["Opsroom order"]
    assert abroad.bring(text_of(rows[:3])).counts["new"] == 1, (
        "without our numbers they are orders like any other"
    )


def test_the_list_offers_both_shapes_and_a_long_one_is_cut_between_orders(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(shop, factories.channel(shop.company), sold("1"), sold("2", piece("MUG", 1)), sold("3"))
    manager = enter(shop.company, "manager")
    asks = manager.get("/orders/export?view=open&sort=old").content.decode()
    assert 'href="/orders/lines/export?view=open&amp;sort=old" data-drawer' in asks
    page = manager.get("/orders/lines/export?view=open&sort=old").content.decode()
    assert "8 order lines" in page
    assert "The file holds" not in page
    monkeypatch.setattr(export_lines, "EXPORT_ROWS_MAX", 6)
    page = manager.get("/orders/lines/export?view=open&sort=old").content.decode()
    assert "The file holds the first 2 orders, each of them whole." in page
    rows = rows_of(
        manager.post("/orders/lines/export?view=open&sort=old", {"form": "csv"}).content.decode("utf-8-sig")
    )
    assert [(row["Order number"], row["SKU"], row["Line kind"]) for row in rows] == [
        ("1", "MUG", "goods"), ("1", "'=BOWL", "goods"), ("1", "", "shipping"),
        ("2", "MUG", "goods"), ("2", "", "shipping"),
    ]  # fmt: skip
    stranger = enter(factories.company(), "manager")
    answer = stranger.post("/orders/lines/export?view=all", {"form": "csv"}).content.decode("utf-8-sig")
    assert rows_of(answer) == []
    assert enter(shop.company, "warehouse").get("/orders/lines/export").status_code == 403


def test_X1_a_workbook_keeps_long_numbers_zeros_and_signs_as_they_are(shop: Shop) -> None:
    from openpyxl import load_workbook

    lines = [piece(code, 1, str(at)) for at, code in enumerate(CODES)]
    take_in(shop, factories.channel(shop.company), sold("0042", *lines, note="a\uffff\ufffeb"))
    wish = {"form": "xlsx", "people": "1"}
    body = enter(shop.company, "manager").post("/orders/lines/export?view=all", wish).content
    sheet = load_workbook(io.BytesIO(body)).active
    head, *rows = ([cell.value for cell in row] for row in sheet)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [one["SKU"] for one in found[:-1]] == [
        f"'{code}" if code[0] in "=-@+'" else code for code in CODES
    ]
    assert (found[0]["Order number"], found[0]["Shipping postcode"], found[0]["Notes"]) == (
        "0042",
        "10119",
        "ab",
    )
    assert (found[0]["Quantity"], float(found[0]["Unit price"])) == (1, 10.0)
    assert "f" not in {cell.data_type for row in sheet for cell in row}
