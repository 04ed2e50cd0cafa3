"""What arrives from outside in the shop's own words, vendor words translated; refuses floats and guesses.

Amounts ending in `_minor` are whole minor units of the order's currency (cents of EUR, yen of JPY).
Unit prices and costs are Decimal as the sender wrote them. Unknown is None, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class QuantityMeaning(StrEnum):
    """What a stock figure counts. UNKNOWN must be asked before it is used."""

    AVAILABLE = "available"
    ON_HAND = "on_hand"
    NOT_TRACKED = "not_tracked"
    UNKNOWN = "unknown"


class PaymentCondition(StrEnum):
    """How the money stands, as a release condition."""

    CAPTURED = "captured"
    AUTHORISED = "authorised"
    TERMS = "terms"
    COD = "cod"
    MARKETPLACE = "marketplace"
    PENDING = "pending"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    VOIDED = "voided"


class FulfilledBy(StrEnum):
    """Who ships. NOBODY: digital goods, services, tips."""

    US = "us"
    MARKETPLACE = "marketplace"
    TILL = "till"
    SUPPLIER = "supplier"
    THREE_PL = "3pl"
    NOBODY = "nobody"


class LineKind(StrEnum):
    """What a line sells. Only GOODS can be picked."""

    GOODS = "goods"
    SHIPPING = "shipping"
    GIFT_CARD = "gift_card"
    SERVICE = "service"
    DIGITAL = "digital"
    TIP = "tip"
    FEE = "fee"


class Party(StrEnum):
    """Who issues the invoice, who remits the tax."""

    US = "us"
    MARKETPLACE = "marketplace"


@dataclass(frozen=True, slots=True)
class IncomingAddress:
    """One postal address as written by the sender; `country_code` is ISO alpha-2 or empty."""

    name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    region_code: str = ""
    country: str = ""
    country_code: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class IncomingCustomer:
    """Who bought; `external_id` is None for a guest."""

    external_id: str | None
    name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    locale: str = ""
    tax_number: str = ""
    accepts_marketing: bool | None = None


@dataclass(frozen=True, slots=True)
class KitComponent:
    """One component of a kit: so many of this SKU in one kit. `sku` or `external_id` is set."""

    sku: str | None
    external_id: str | None
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class IncomingVariant:
    """One sellable variant. `sku` None: the sender has none; `proposed_sku` then holds our proposal.

    `external_id` is the channel's own key and stays stable without a SKU. `sku` is exactly as sent.
    `quantity` None is unknown, not zero. Weight in grams, dimensions in millimetres.
    """

    external_id: str
    sku: str | None
    proposed_sku: str | None = None
    barcode: str | None = None
    title: str = ""
    options: tuple[tuple[str, str], ...] = ()
    price: Decimal | None = None
    regular_price: Decimal | None = None
    compare_at: Decimal | None = None
    cost: Decimal | None = None
    weight_grams: Decimal | None = None
    length_mm: Decimal | None = None
    width_mm: Decimal | None = None
    height_mm: Decimal | None = None
    requires_shipping: bool = True
    tracked: bool | None = None
    quantity: Decimal | None = None
    quantity_meaning: QuantityMeaning = QuantityMeaning.UNKNOWN
    low_stock_at: Decimal | None = None
    oversell_allowed: bool | None = None
    kind: LineKind = LineKind.GOODS
    gift_card: bool = False
    components: tuple[KitComponent, ...] = ()
    tax_class: str = ""
    taxable: bool | None = None
    image_url: str | None = None
    hs_code: str | None = None
    origin_country: str | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class IncomingProduct:
    """One product with its variants (at least one unless it is a group or sold elsewhere)."""

    external_id: str
    handle: str
    title: str
    vendor: str = ""
    product_type: str = ""
    tags: tuple[str, ...] = ()
    status: str = "active"
    body_html: str = ""
    images: tuple[str, ...] = ()
    variants: tuple[IncomingVariant, ...] = ()
    sold_elsewhere_url: str | None = None
    group_members: tuple[str, ...] = ()
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingTax:
    """One tax on a line, a shipping line or the order. `rate` is a fraction (0.19), None when not told."""

    title: str
    rate: Decimal | None
    amount_minor: int
    remitted_by: Party = Party.US


@dataclass(frozen=True, slots=True)
class IncomingDiscount:
    """One discount as a whole; the share of a line stands on the line."""

    code: str
    title: str
    amount_minor: int
    on_shipping: bool = False


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """One line. `quantity` is what is still ordered (edits applied); `quantity_first` what was placed.

    `unit_price` is before discount, with tax when the order says `prices_include_tax`.
    `discount_minor` is this line's share for `quantity` units, never negative.
    `total_minor`: what the sender says the line comes to after discount; None: not told.
    """

    external_id: str
    sku: str | None
    variant_external_id: str | None
    title: str
    quantity: Decimal
    unit_price: Decimal
    product_external_id: str | None = None
    variant_title: str = ""
    quantity_first: Decimal | None = None
    discount_minor: int = 0
    total_minor: int | None = None
    taxes: tuple[IncomingTax, ...] = ()
    kind: LineKind = LineKind.GOODS
    requires_shipping: bool = True
    fulfilled_by: FulfilledBy | None = None
    parent_external_id: str | None = None
    personalisation: tuple[tuple[str, str], ...] = ()
    tax_class: str = ""
    weight_grams: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IncomingShippingLine:
    """What the customer paid for delivery; `discount_minor` already told apart from `price_minor`."""

    external_id: str
    title: str
    code: str
    price_minor: int
    discount_minor: int = 0
    taxes: tuple[IncomingTax, ...] = ()


@dataclass(frozen=True, slots=True)
class FulfilledLine:
    """So many of one order line in a parcel."""

    line_external_id: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class IncomingFulfilment:
    """A shipment that already happened elsewhere. Only `state` "shipped" or "delivered" counts as shipped."""

    external_id: str
    state: str
    shipped_at: datetime | None
    lines: tuple[FulfilledLine, ...]
    carrier: str = ""
    tracking_numbers: tuple[str, ...] = ()
    location_external_id: str | None = None


@dataclass(frozen=True, slots=True)
class RefundedLine:
    """So many of one order line refunded; `restock`: "return", "cancel", "no_restock" or "unknown"."""

    line_external_id: str
    quantity: Decimal
    subtotal_minor: int
    tax_minor: int
    restock: str = "unknown"


@dataclass(frozen=True, slots=True)
class IncomingRefund:
    """A refund already made elsewhere; `amount_minor` is the money sent back (0: lines removed unpaid)."""

    external_id: str
    created_at: datetime | None
    amount_minor: int
    lines: tuple[RefundedLine, ...] = ()
    shipping_minor: int = 0
    adjustment_minor: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class IncomingPayment:
    """One payment fact.

    `kind`: sale, authorisation, capture, refund, void. `state`: success, pending, failed.
    """

    external_id: str
    kind: str
    gateway: str
    state: str
    amount_minor: int
    currency: str
    at: datetime | None = None
    reference: str = ""
    test: bool = False


@dataclass(frozen=True, slots=True)
class IncomingTotals:
    """Totals exactly as the sender gave them, None where it gave none. Minor units of the order's currency.

    `total_minor` is what the customer was to pay. `lines_gross_minor` is the lines before discount.
    """

    total_minor: int | None = None
    subtotal_minor: int | None = None
    lines_gross_minor: int | None = None
    discount_minor: int | None = None
    shipping_minor: int | None = None
    tax_minor: int | None = None
    current_total_minor: int | None = None
    refunded_minor: int | None = None


@dataclass(frozen=True, slots=True)
class IncomingOrder:
    """One order of a channel. `placed_at` and `updated_at` are aware. `currency` is the book's currency;
    `presentment_currency` is what the customer saw where it differs. `house_number`: our own number of the order
    that is meant; `untouched`: it stands in the file as we gave it out.
    """

    external_id: str
    name: str
    placed_at: datetime | None
    currency: str
    lines: tuple[IncomingLine, ...]
    number: str = ""
    updated_at: datetime | None = None
    presentment_currency: str | None = None
    presentment_total: Decimal | None = None
    prices_include_tax: bool = False
    totals: IncomingTotals = field(default_factory=IncomingTotals)
    payment: PaymentCondition = PaymentCondition.PENDING
    payment_words: str = ""
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    closed_at: datetime | None = None
    test: bool = False
    fulfilled_by: FulfilledBy = FulfilledBy.US
    source: str = ""
    shipping_lines: tuple[IncomingShippingLine, ...] = ()
    discounts: tuple[IncomingDiscount, ...] = ()
    taxes: tuple[IncomingTax, ...] = ()
    note: str = ""
    gift_message: str = ""
    tags: tuple[str, ...] = ()
    ship_by: date | datetime | None = None
    deliver_by: date | datetime | None = None
    delivery_method: str = ""
    customer: IncomingCustomer | None = None
    ship_to: IncomingAddress | None = None
    bill_to: IncomingAddress | None = None
    fulfilments: tuple[IncomingFulfilment, ...] = ()
    refunds: tuple[IncomingRefund, ...] = ()
    payments: tuple[IncomingPayment, ...] = ()
    invoice_issuer: Party = Party.US
    tax_remitter: Party = Party.US
    location_external_id: str | None = None
    purchase_order: str = ""
    # The name of the hold that its goods were kept under while the buyer made up their mind; says nothing of the order.
    checkout: str = field(default="", repr=False)
    # Of a file that we gave out ourselves; no part of what the channel tells, so no part of its fingerprint.
    house_number: str = field(default="", repr=False)
    untouched: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class IncomingStock:
    """One stock figure of one SKU at one place. `quantity` None is unknown, never zero."""

    sku: str | None
    barcode: str | None
    quantity: Decimal | None
    meaning: QuantityMeaning
    location: str = ""
    bin: str = ""
    unit_cost: Decimal | None = None
    lot: str = ""
    title: str = ""
