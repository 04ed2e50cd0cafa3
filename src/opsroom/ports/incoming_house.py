"""What an old tool knows beside goods and orders: customers, suppliers, purchases. Unknown is None, never zero."""

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
    house_id: int | None = None  # our own number, as our export tells it
    prepaid: bool = False  # told that they pay before
    terms_days: int | None = None  # None: not told
    no_limit: bool = False  # told that there is none
    credit_limit: Decimal | None = None  # None: not told
    credit_currency: str = ""


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
    """One line of a purchase order, in pieces; `row` is where it stands in the file. `done`: nothing more comes."""

    row: int
    sku: str
    ordered: int | None = None
    received: int | None = None
    remaining: int | None = None
    unit_cost: Decimal | None = None
    expected_on: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class IncomingPurchase:
    """One purchase order. `supplier` is its code or name as written; `done`: nothing of it is to come any more."""

    number: str
    supplier: str
    lines: tuple[IncomingPurchaseLine, ...] = ()
    currency: str = ""
    site: str = ""
    ordered_on: date | None = None
    expected_on: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class IncomingReceivable:
    """One invoice of the old tool that is not paid in full. `customer` is its number, e-mail address or name there."""

    number: str
    customer: str
    issued_on: date
    gross: Decimal
    open: Decimal
    currency: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class IncomingBalance:
    """What stands on one account of the old tool, debit above zero. `kind`: asset, liability, ...; empty: not told."""

    account: str
    amount: Decimal
    currency: str = ""
    title: str = ""
    kind: str = ""


HouseValue = IncomingBuyer | IncomingSupplier | IncomingPurchase | IncomingReceivable | IncomingBalance
