"""The invented goods of the demo shop: products, kits, stock and bins; refuses a price or quantity by chance."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from decimal import Decimal

STANDARD = {"DE": "0.19", "FR": "0.20", "NL": "0.21", "AT": "0.20"}
REDUCED = {"DE": "0.07", "FR": "0.055", "NL": "0.09", "AT": "0.10"}
TAX_NAMES = {"DE": "DE MwSt", "FR": "FR TVA", "NL": "NL BTW", "AT": "AT USt"}


@dataclass(frozen=True, slots=True)
class Item:
    """One variant. `price` in cents with tax; `stock` None: not in the stock file."""

    sku: str
    handle: str
    title: str
    option: str
    price: int
    cost: str
    grams: int
    stock: int | None = None
    reduced: bool = False
    tracked: bool = True
    ships: bool = True
    gift_card: bool = False
    kit: tuple[tuple[str, int], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.title} - {self.option}" if self.option else self.title

    def rate(self, country: str) -> Decimal:
        """The tax inside the price as a fraction; exports and gift cards (taxed when spent) have none."""
        if self.gift_card:
            return Decimal(0)
        return Decimal((REDUCED if self.reduced else STANDARD).get(country, "0"))


@dataclass(slots=True)
class Product:
    """One page of the shop with its variants, in the shop's order."""

    handle: str
    title: str
    kind: str
    option_name: str
    items: list[Item] = field(default_factory=list)
    images: int = 1


# handle | title | type | option | value:sku:price:cost:grams:stock, ... ; a stock of - is absent from the stock file
GOODS = """
linen-cushion|Linen cushion 45 x 45|Cushions|Colour|Sand:CU-SAND:2490:9.80:420:90,Moss:CU-MOSS:2490:9.80:420:80,Clay:CU-CLAY:2490:9.80:420:80,Ink:CU-INK:2690:10.40:420:60
wool-throw|Wool throw 130 x 180|Throws|Colour|Oat:TH-OAT:7990:31.50:980:40,Slate:TH-SLATE:7990:31.50:980:40,Rust:TH-RUST:7990:31.50:980:35
stoneware-mug|Stoneware mug 330 ml|Tableware|Colour|Blue:MUG-BLU:1290:3.95:380:160,White:MUG-WHT:1290:3.95:380:150,Green:MUG-GRN:1290:3.95:380:120,Speckle:MUG-SPK:1450:4.40:390:110
stoneware-plate|Stoneware plate|Tableware|Size|20 cm:PL-20:1490:4.85:520:150,26 cm:PL-26:1890:6.10:780:120
oak-board|Oak chopping board|Kitchen|Size|S:OB-S:1990:7.20:600:70,M:OB-M:2990:10.90:1100:70,L:OB-L:4490:16.30:1900:45
amber-candle|Amber candle 200 g|Candles||:CANDLE-AMBER:1690:5.15:340:140
glass-carafe|Glass carafe 1 l|Tableware||:CARAFE-1L:2790:9.90:740:60
table-lamp|Table lamp Halden|Lighting|Shade|Paper:LAMP-PAPER:5990:22.75:1450:60,Linen:LAMP-LINEN:6990:27.10:1500:45
led-bulb|LED bulb E27|Lighting|Light|Warm:BULB-WARM:690:1.875:60:240,Cool:BULB-COOL:690:1.875:60:160
tea-towel|Tea towel, pack of 3|Kitchen|Pattern|Stripe:TT-STR:1890:6.35:260:90,Check:TT-CHK:1890:6.35:260:90,Plain:TT-PLN:1690:5.60:250:80
bath-towel|Bath towel|Bath|Size and colour|L White:BT-L-WHT:2990:11.20:650:90,L Sage:BT-L-SAG:2990:11.20:650:70,L Navy:BT-L-NVY:2990:11.20:650:70,S White:BT-S-WHT:1490:5.30:280:110,S Sage:BT-S-SAG:1490:5.30:280:80,S Navy:BT-S-NVY:1490:5.30:280:80
wall-hook|Wall hook|Hallway|Finish|Brass:HOOK-BRS:990:2.65:120:150,Black:HOOK-BLK:890:2.30:120:140,Steel:HOOK-STL:890:2.30:120:120
storage-basket|Storage basket|Storage|Size|S:BK-S:1990:7.10:450:60,M:BK-M:2690:9.60:700:60,L:BK-L:3490:12.40:1050:40
plant-pot|Plant pot terracotta|Garden|Size|12 cm:POT-12:890:2.45:620:90,16 cm:POT-16:1290:3.70:1100:80,20 cm:POT-20:1890:5.90:1900:50
herbal-tea|Herbal tea 100 g|Pantry|Blend|Mint:TEA-MINT:790:2.05:130:160,Camomile:TEA-CAMO:790:2.05:130:120,Rooibos:TEA-ROOI:890:2.35:130:120
northbay-table|The Northbay table (cookbook)|Books||:BOOK-NBT:2900:12.60:980:60
door-mat|Coir door mat|Hallway|Size|40 x 60:MAT-4060:2490:8.45:1600:50,50 x 80:MAT-5080:3490:12.15:2500:35
luna-vase|Vase <b>Luna</b> & <i>friends</i>|Decoration||:VASE-LUNA:3290:11.85:900:50
coaster-set|=SUM(A1:A9) coasters, set of 4|Tableware||:COAST-4:1590:4.75:240:80
duvet-plus|+Plus size duvet 155 x 220|Bedding||:DUV-155:11900:47.30:2100:25
name-board|Engraved name board|Kitchen||:BOARD-NAME:3900:13.20:900:40
advent-star|Advent star 60 cm|Christmas|Colour|Red:STAR-RED:2490:8.90:310:12,White:STAR-WHT:2490:8.90:310:0
floor-lamp|Floor lamp Halden|Lighting||:LAMP-FLOOR:14900:58.40:4200:5
sheepskin|Sheepskin rug|Rugs||:RUG-SHEEP:8900:36.00:1300:-
"""  # noqa: E501 - a table
KITS = (
    (
        "breakfast-set",
        "Breakfast set for two",
        "SET-BREAKFAST",
        5990,
        (("MUG-BLU", 2), ("PL-20", 2), ("TEA-MINT", 1)),
    ),
    (
        "lamp-with-bulb",
        "Table lamp Halden with bulb",
        "SET-LAMP",
        6490,
        (("LAMP-PAPER", 1), ("BULB-WARM", 1)),
    ),
    (
        "guest-bath-set",
        "Guest bath set",
        "SET-BATH",
        4990,
        (("BT-L-WHT", 1), ("BT-S-WHT", 1), ("HOOK-BRS", 2)),
    ),
)
REDUCED_KINDS = {"Pantry", "Books"}
SCARCE = {"STAR-RED": 12, "STAR-WHT": 0, "LAMP-FLOOR": 5, "RUG-SHEEP": 0}
# The second shop's own goods: sku, title, price, grams, stock.
WOO_GOODS = (
    ("NBW-SOAP-LAV", "Lavender soap bar", 690, 110, 120),
    ("NBW-SOAP-OAT", "Oat soap bar", 690, 110, 120),
    ("NBW-BRUSH", "Dish brush beech", 890, 90, 90),
    ("NBW-APRON-NAT", "Linen apron natural", 3490, 380, 60),
    ("NBW-APRON-INK", "Linen apron ink", 3490, 380, 60),
    ("NBW-JAR-07", "Storage jar 0.7 l", 1390, 560, 100),
)
SHARED_SKUS = ("MUG-WHT", "TT-PLN")


def products() -> list[Product]:
    """Everything the first shop sells that is without fault, in the order of its file."""
    found: list[Product] = []
    for row in GOODS.strip().splitlines():
        handle, title, kind, option_name, variants = row.split("|")
        product = Product(handle, title, kind, option_name, images=3 if len(found) % 5 == 0 else 1)
        for variant in variants.split(","):
            option, sku, price, cost, grams, stock = variant.split(":")
            product.items.append(
                Item(
                    sku, handle, title, option, int(price), cost, int(grams),
                    None if stock == "-" else int(stock), reduced=kind in REDUCED_KINDS,
                )
            )  # fmt: skip
        found.append(product)
    for handle, title, sku, cents, parts in KITS:
        kit = Item(sku, handle, title, "", cents, "", 0, kit=parts)
        found.append(Product(handle, title, "Sets", "", [kit]))
    swatch = Item("SWATCH-LINEN", "linen-swatch", "Linen swatch card", "", 100, "0.40", 15, tracked=False)
    found.append(Product("linen-swatch", "Linen swatch card", "Samples", "", [swatch]))
    cards = [
        Item(f"GIFT-{euros}", "gift-card", "Northbay gift card", f"{euros} EUR", euros * 100, "", 0,
             tracked=False, ships=False, gift_card=True)
        for euros in (25, 50, 100)
    ]  # fmt: skip
    found.append(Product("gift-card", "Northbay gift card", "Gift cards", "Amount", cards))
    return found


def woo_items() -> list[Item]:
    """What the second shop sells besides the shared goods."""
    return [
        Item(sku, sku.lower(), title, "", price, "", grams, stock)
        for sku, title, price, grams, stock in WOO_GOODS
    ]


def euros(cents: int) -> str:
    """1290 -> "12.90"; a sign stays in front."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


HEADER = """Handle|Title|Body (HTML)|Vendor|Product Category|Type|Tags|Published|Option1 Name|Option1 Value
Option2 Name|Option2 Value|Option3 Name|Option3 Value|Variant SKU|Variant Grams|Variant Inventory Tracker
Variant Inventory Policy|Variant Fulfillment Service|Variant Price|Variant Compare At Price
Variant Requires Shipping|Variant Taxable|Variant Barcode|Image Src|Image Position|Image Alt Text|Gift Card
SEO Title|SEO Description|Variant Image|Variant Weight Unit|Variant Tax Code|Cost per item|Status
Kit Components""".replace("\n", "|").split("|")


def ean13(number: int) -> str:
    """A GTIN with a right check digit from the range kept for use inside a company."""
    digits = f"20{number:010d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def _row(**cells: str) -> dict[str, str]:
    known = {name.partition(" (")[0].lower().replace(" ", "_"): name for name in HEADER}
    return {known[key]: value for key, value in cells.items()}


def _variant_cells(item: Item, number: int) -> dict[str, str]:
    return _row(
        option1_value=item.option or "Default Title",
        variant_sku=item.sku,
        variant_grams=str(item.grams),
        variant_inventory_tracker="shopify" if item.tracked and not item.kit else "",
        variant_inventory_policy="deny",
        variant_fulfillment_service="manual",
        variant_price=euros(item.price),
        variant_requires_shipping=str(item.ships).lower(),
        variant_taxable=str(not item.gift_card).lower(),
        variant_barcode=ean13(number) if item.grams and item.tracked else "",
        variant_weight_unit="g",
        cost_per_item=item.cost,
        kit_components="; ".join(f"{sku} x {count}" for sku, count in item.kit),
    )


def _product_rows(product: Product, first_number: int) -> list[dict[str, str]]:
    rows = []
    for place, item in enumerate(product.items):
        cells = {"Handle": product.handle} | _variant_cells(item, first_number + place)
        if place == 0:
            cells |= _row(
                title=product.title,
                body=f"<p>{product.kind} by Northbay Goods.</p>",
                vendor="Northbay Goods",
                type=product.kind,
                tags="autumn" if product.kind != "Christmas" else "christmas, seasonal",
                published="true",
                option1_name=product.option_name or "Title",
                image_src=f"https://cdn.example.com/northbay/{product.handle}-1.jpg",
                image_position="1",
                gift_card=str(product.items[0].gift_card).lower(),
                status="active",
            )
        rows.append(cells)
    for position in range(2, product.images + 1):  # a row that only brings one more picture
        picture = f"https://cdn.example.com/northbay/{product.handle}-{position}.jpg"
        rows.append({"Handle": product.handle} | _row(image_src=picture, image_position=str(position)))
    return rows


def faulty_products() -> list[tuple[Product, str]]:
    """Pages with something to report, each with what it is: see README of the files."""

    def one(handle: str, title: str, *items: tuple[str, str, int], option: str = "") -> Product:
        made = [Item(sku, handle, title, value, price, "4.00", 300) for value, sku, price in items]
        return Product(handle, title, "Decoration", option, made)

    return [
        (
            one("wicker-tray", "Wicker tray", ("Round", "", 2190), ("Square", "", 2390), option="Shape"),
            "blank_sku",
        ),
        (one("amber-candle-old", "Amber candle 200 g (old page)", ("", "Candle-Amber", 1690)), "case_twin"),
        (one("serving-tray", "Serving tray", ("", "TRAY-DUP", 2590)), "first_of_duplicate"),
        (one("serving-tray-2", "Serving tray, second page", ("", "TRAY-DUP", 2590)), "duplicate_sku"),
        (one("price-below-zero", "Clearance bowl", ("", "BOWL-NEG", -400)), "negative_price"),
        (one("price-in-words", "Surprise box", ("", "BOX-WORDS", 0)), "price_not_a_number"),
    ]


def shopify_products_csv() -> tuple[str, list[dict[str, object]]]:
    """The first shop's product file and what is to be reported about it, with the line as a person counts it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, lineterminator="\n")
    writer.writeheader()
    number, line, reported = 1, 2, []
    for product, fault in [*((product, "") for product in products()), *faulty_products()]:
        rows = _product_rows(product, number)
        number += len(product.items)
        if fault == "price_not_a_number":
            rows[0]["Variant Price"] = "ask us"
        if fault:
            found = {"blank_sku": "", "price_not_a_number": "ask us", "negative_price": "-4.00"}
            reported.append({"row": line, "fault": fault, "found": found.get(fault, product.items[0].sku)})
        writer.writerows(rows)
        line += len(rows)
    return out.getvalue(), reported
