"""What an old tool knows beside goods and orders: its customers and suppliers. Unknown is None, never zero."""

from __future__ import annotations

from dataclasses import dataclass

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


HouseValue = IncomingBuyer | IncomingSupplier
