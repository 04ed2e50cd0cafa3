"""What was sold on the invented day, before any shop's file shape; computes each expected fate by hand-made rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from zoneinfo import ZoneInfo

from day_catalog import SCARCE, SHARED_SKUS, Item, products, woo_items
from day_people import FAULTS, HOSTILE, HOSTILE_NOTE, People, Person, spoil

BERLIN = ZoneInfo("Europe/Berlin")
FIRST_SALE = datetime(2026, 11, 23, 0, 7, tzinfo=BERLIN)
LAST_SALE = datetime(2026, 11, 24, 7, 40, tzinfo=BERLIN)
COUNTRIES = ("DE",) * 60 + ("AT",) * 10 + ("FR",) * 10 + ("NL",) * 9 + ("GB",) * 6 + ("US",) * 5
SCARCE_BUYERS = {"STAR-RED": 17, "LAMP-FLOOR": 9, "STAR-WHT": 4, "RUG-SHEEP": 3}


def cents(amount: Decimal) -> int:
    """Whole cents, half a cent away from zero."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one item; `discount` in cents for the whole line. `sku` overrides the item's code."""

    item: Item
    quantity: int
    discount: int = 0
    sku: str = ""
    personalisation: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str:
        return self.sku or self.item.sku

    @property
    def gross(self) -> int:
        return self.item.price * self.quantity - self.discount

    def tax(self, country: str) -> int:
        rate = self.item.rate(country)
        return cents(Decimal(self.gross) * rate / (1 + rate))


@dataclass(slots=True)
class Sale:
    """One order as it happened. `fate` is what must become of it; `why` the reason when it is held."""

    file: str
    key: str
    name: str
    placed: datetime
    person: Person
    lines: list[Line]
    fate: str = "shippable"
    why: str = ""
    shipping: int = 0
    shipping_title: str = ""
    payment: str = "captured"
    currency: str = "EUR"
    fulfilled_by: str = "us"
    invoice_by: str = "us"
    off_by: int = 0
    note: str = ""
    gift_message: str = ""
    tags: list[str] = field(default_factory=list)
    discount_code: str = ""
    cash_on_delivery: bool = False
    purchase_order: str = ""

    @property
    def country(self) -> str:
        return self.person.country

    @property
    def shipping_rate(self) -> Decimal:
        standard = {"DE": "0.19", "FR": "0.20", "NL": "0.21", "AT": "0.20"}
        return Decimal(standard.get(self.country, "0"))

    @property
    def shipping_tax(self) -> int:
        return cents(Decimal(self.shipping) * self.shipping_rate / (1 + self.shipping_rate))

    @property
    def lines_gross(self) -> int:
        return sum(line.gross for line in self.lines)

    @property
    def total(self) -> int:
        """What the sender says the order comes to; `off_by` makes it differ from its lines."""
        return self.lines_gross + self.shipping + self.off_by

    @property
    def tax(self) -> int:
        return sum(line.tax(self.country) for line in self.lines) + self.shipping_tax

    def pieces(self) -> tuple[Counter[str], Counter[str]]:
        """What leaves the shelf, kits taken apart: (with stock, without stock)."""
        counted: Counter[str] = Counter()
        uncounted: Counter[str] = Counter()
        for line in self.lines:
            if not line.item.ships or line.sku:
                continue
            for sku, each in line.item.kit or ((line.item.sku, 1),):
                (counted if line.item.tracked else uncounted)[sku] += each * line.quantity
        return counted, uncounted


class Day:
    """Draws one business day; the same seed draws the same day."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311 - plausible data, not a secret
        self.people = People(self.rng)
        self.items = {item.sku: item for product in products() for item in product.items}
        self.woo = {item.sku: item for item in woo_items()} | {sku: self.items[sku] for sku in SHARED_SKUS}
        self.plain = [
            item for item in self.items.values()
            if item.ships and item.sku not in SCARCE and item.sku != "BOARD-NAME"
        ]  # fmt: skip
        self.faults = list(FAULTS)

    def times(self, count: int) -> list[datetime]:
        """Moments of the day in order, in whole seconds; fewer at night."""
        seconds = int((LAST_SALE - FIRST_SALE).total_seconds())
        picked: set[int] = set()
        while len(picked) < count:
            second = self.rng.randrange(seconds)
            if (FIRST_SALE + timedelta(seconds=second)).hour >= 6 or self.rng.random() < 0.2:
                picked.add(second)
        return [FIRST_SALE + timedelta(seconds=second) for second in sorted(picked)]

    def basket(self, pool: list[Item], most: int = 4) -> list[Line]:
        chosen = self.rng.sample(pool, self.rng.choice([1, 1, 2, 2, 3, most]))
        return [
            Line(item, self.rng.choice([1, 1, 1, 2, 2, 4] if item.price < 3000 else [1])) for item in chosen
        ]

    def country(self) -> str:
        return self.rng.choice(COUNTRIES)

    def deliver(self, sale: Sale) -> None:
        """The delivery the customer chose and what it cost."""
        country = sale.country if sale.country != "XX" else "DE"
        if country == "DE":
            express = self.rng.random() < 0.12
            sale.shipping_title = "DHL Express" if express else "DHL Paket"
            sale.shipping = 1290 if express else (0 if sale.lines_gross >= 8000 else 490)
        elif country in {"FR", "NL", "AT"}:
            sale.shipping_title, sale.shipping = "GLS EuroBusinessParcel", 990
        else:
            sale.shipping_title, sale.shipping = "DHL Paket International", 1490 if country == "GB" else 2490

    def decorate(self, sale: Sale) -> None:
        """Notes, gifts, tags and codes on some of the plain sales."""
        draw = self.rng.random()
        if draw < 0.08:
            sale.note = self.rng.choice(
                ["Please leave with the neighbour.", "Ring twice.", "Bitte nicht vor 10 Uhr."]
            )
        elif draw < 0.14:
            sale.gift_message = "Alles Gute zum Einzug! Deine Lieben aus der Lindenstraße."
            sale.tags.append("gift")
        elif draw < 0.22:
            sale.discount_code = "WELCOME10"
            sale.lines = [
                Line(line.item, line.quantity, cents(Decimal(line.item.price * line.quantity) / 10))
                for line in sale.lines
            ]
        elif draw < 0.27:
            sale.tags.append("vip")

    def spoil_person(self, sale: Sale) -> None:
        sale.person = spoil(sale.person, self.faults.pop(self.rng.randrange(len(self.faults))))
        sale.fate, sale.why = "held", f"bad_address:{sale.person.fault}"


def shopify_fates(day: Day) -> list[str]:
    """What befalls each of the first shop's orders, shuffled over the day."""
    fates = ["bad_address"] * 13 + ["pending"] * 5 + ["unknown_sku"] * 2 + ["total_differs"]
    fates += ["cancelled"] * 3 + ["test"] * 2 + ["gift_card_only"] * 2 + ["till"] * 4
    fates += [f"scarce:{sku}" for sku, count in SCARCE_BUYERS.items() for _ in range(count)]
    fates += [
        "hostile",
        "hostile",
        "engraved",
        "engraved",
        "mixed_gift_card",
        "authorised",
        "authorised",
        "swatch",
    ]
    fates += ["plain"] * (193 - len(fates))
    day.rng.shuffle(fates)
    return fates


def shopify_sales(day: Day) -> list[Sale]:
    """The first shop's 193 true orders. Who is short follows from the scarce stock, first come first served."""
    sales, left = [], dict(SCARCE)
    for place, (fate, placed) in enumerate(
        zip(fates := shopify_fates(day), day.times(len(fates)), strict=True)
    ):
        kind, _, detail = fate.partition(":")
        person = day.people.draw(day.country())
        sale = Sale(
            "orders-shopify.json", str(5_460_000_000_000 + place * 7919), f"#NB{1001 + place}", placed, person,
            day.basket(day.plain),
        )  # fmt: skip
        _befall(day, sale, kind)
        if kind == "scarce":
            extra = day.basket(day.plain, most=1)[:1] if day.rng.random() < 0.4 else []
            sale.lines = [Line(day.items[detail], 1), *extra]
            left[detail] -= 1
            if left[detail] < 0:
                sale.fate, sale.why = "short", detail
        if kind in {"plain", "bad_address", "pending"}:
            day.decorate(sale)
        if kind not in {"gift_card_only", "till"}:
            day.deliver(sale)
        sales.append(sale)
    return sales


def _befall(day: Day, sale: Sale, kind: str) -> None:
    match kind:
        case "bad_address":
            day.spoil_person(sale)
        case "pending":
            sale.payment, sale.fate, sale.why = "pending", "held", "payment_pending"
        case "authorised":
            sale.payment = "authorised"
        case "unknown_sku":
            sale.lines.append(Line(day.items["HOOK-BRS"], 1, sku="NB-NOT-OURS-7"))
            sale.fate, sale.why = "held", "unknown_sku"
        case "total_differs":
            sale.off_by, sale.fate, sale.why = 500, "held", "total_differs"
        case "cancelled" | "test":
            sale.fate = kind
        case "gift_card_only":
            sale.lines = [Line(day.items["GIFT-50"], 1)]
            sale.fulfilled_by, sale.fate = "nobody", "nothing_to_ship"
        case "mixed_gift_card":
            sale.lines.append(Line(day.items["GIFT-25"], 1))
        case "swatch":
            sale.lines.append(Line(day.items["SWATCH-LINEN"], 2))
        case "till":
            sale.fulfilled_by, sale.fate = "till", "till"
        case "engraved":
            sale.lines = [
                Line(day.items["BOARD-NAME"], 1, personalisation=(("Engraving", "Für Ömi & Opa <3"),))
            ]
        case "hostile":
            sale.person, sale.note, sale.gift_message = HOSTILE, HOSTILE_NOTE, "<b>=1+1</b> ^XZ"
            sale.tags = ["<i>tag</i>", "=cmd"]


def woo_sales(day: Day) -> list[Sale]:
    """The second shop's 66 true orders."""
    fates = ["bad_address"] * 4 + ["pending"] * 3 + ["unknown_sku"] + ["cancelled"] * 2 + ["cod"] * 3
    fates += ["plain"] * (66 - len(fates))
    day.rng.shuffle(fates)
    sales = []
    for place, (kind, placed) in enumerate(zip(fates, day.times(len(fates)), strict=True)):
        country = "DE" if kind == "cod" else day.country()
        sale = Sale(
            "orders-woocommerce.json", str(3101 + place * 3), str(3101 + place * 3), placed, day.people.draw(country),
            day.basket(list(day.woo.values()), most=3),
        )  # fmt: skip
        if kind == "cod":
            sale.payment, sale.cash_on_delivery = "cod", True
        else:
            _befall(day, sale, kind)
        day.deliver(sale)
        sales.append(sale)
    return sales


def other_sales(day: Day) -> list[Sale]:
    """The 30 true orders of the generic file: telephone, companies on terms, a marketplace, the till."""
    fates = ["marketplace_ships"] * 8 + ["till"] * 4 + ["terms"] * 7 + ["marketplace"] * 5 + ["phone"] * 2
    fates += ["bad_address", "pending", "unknown_sku", "total_differs"]
    day.rng.shuffle(fates)
    sales = []
    for place, (kind, placed) in enumerate(zip(fates, day.times(len(fates)), strict=True)):
        country = "DE" if kind in {"till", "phone"} else day.country()
        if kind.startswith("marketplace"):
            country = ("DE", "GB", "FR", "US")[place % 4]
        number = f"{302 + place}-{7_100_000 + place * 4111}-{5_300_000 + place * 733}"
        name = number if kind.startswith("marketplace") else f"T-{2001 + place}"
        sale = Sale("orders.csv", name, name, placed, day.people.draw(country), day.basket(day.plain, most=3))
        if kind.startswith("marketplace"):
            sale.payment, sale.invoice_by = "marketplace", "marketplace"
            sale.currency = {"GB": "GBP", "US": "USD"}.get(country, "EUR")
        if kind == "marketplace_ships":
            sale.fulfilled_by, sale.fate = "marketplace", "marketplace"
        elif kind == "terms":
            sale.payment, sale.purchase_order = "terms", f"PO-{4400 + place}"
        else:
            _befall(day, sale, kind)
        if kind != "till":
            day.deliver(sale)
        sales.append(sale)
    return sales
