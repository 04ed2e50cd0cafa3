"""What an old tool knows beside goods and orders: customers, suppliers, open purchase orders, balances; refuses floats.

Amounts ending in `_minor` are whole minor units of the currency beside them. Unit costs are Decimal as the sender wrote
them. Unknown is None, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opsroom.ports.incoming import IncomingAddress


@dataclass(frozen=True, slots=True)
class IncomingBuyer:
    """One customer of the old tool's list. `external_id` is its own number for them, else the e-mail address."""

    external_id: str
    name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    locale: str = ""
    vat_number: str = ""
    addresses: tuple[IncomingAddress, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingSupplier:
    """One supplier. `code` is ours for it, made of the name where the file has none; `currency` empty: not told."""

    code: str
    name: str
    currency: str = ""
    lead_time_days: int | None = None
    contact: str = ""
    email: str = ""
    phone: str = ""
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class IncomingPurchaseLine:
    """One article of a purchase order. `received`: what had come before the file was written."""

    sku: str
    ordered: Decimal
    received: Decimal = Decimal(0)
    title: str = ""
    supplier_sku: str = ""
    unit_cost: Decimal | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class IncomingPurchase:
    """One purchase order with its lines. `state`: open, draft, cancelled or closed, as far as the file tells."""

    number: str
    supplier: str
    state: str = "open"
    currency: str = ""
    ordered_on: date | None = None
    expected_on: date | None = None
    lines: tuple[IncomingPurchaseLine, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingBalance:
    """What stood on one account. `minor` is a debit balance: what we have or are owed is above zero.

    `account` is a code of our chart where its name is known, else as the file wrote it. `on_date` None: not told.
    """

    account: str
    minor: int
    currency: str
    on_date: date | None = None
    title: str = ""


HouseValue = IncomingBuyer | IncomingSupplier | IncomingPurchase | IncomingBalance
