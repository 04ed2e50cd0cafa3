"""The socket of a channel reached over its API; a capability it lacks is refused loudly, per feature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Protocol

from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.ports.incoming import IncomingOrder, IncomingProduct


class Capability(StrEnum):
    """What a channel can do. What is not declared in its manifest is not there."""

    LIST_ORDERS = "list_orders"
    LIST_PRODUCTS = "list_products"
    READ_STOCK = "read_stock"
    WRITE_STOCK = "write_stock"
    WRITE_STOCK_COMPARE_AND_SET = "write_stock_compare_and_set"
    CONFIRM_SHIPMENT = "confirm_shipment"
    REFUND = "refund"
    WEBHOOKS = "webhooks"


class UnsupportedCapability(CodedError):
    """Asked of a channel something its manifest does not declare."""

    code: ClassVar[str] = "ports.unsupported_capability"
    sentence: ClassVar[str] = "{connector} cannot do this: {capability}. Do it in the channel itself."
    retry: ClassVar[Retry] = Retry.NEVER


@dataclass(frozen=True, slots=True)
class ShipmentConfirmation:
    """What we tell a channel once a parcel left: the lines by the channel's own ids."""

    order_external_id: str
    lines: tuple[tuple[str, Decimal], ...]
    carrier: str
    tracking_number: str
    shipped_at: datetime


class SalesChannel(Protocol):
    """A joined account. Every method may raise UnsupportedCapability; cursors are opaque text."""

    capabilities: frozenset[Capability]

    def orders_since(self, cursor: str | None) -> Iterator[tuple[IncomingOrder, str]]:
        """Orders in the channel's order of change, each with the cursor that stands after it."""
        ...

    def products_since(self, cursor: str | None) -> Iterator[tuple[IncomingProduct, str]]:
        """Products in the channel's order of change, each with the cursor that stands after it."""
        ...

    def stock_shown(self, variant_external_ids: Sequence[str]) -> Mapping[str, Decimal | None]:
        """What the channel shows now. None: unknown, which is not zero."""
        ...

    def confirm_shipment(self, confirmation: ShipmentConfirmation) -> str:
        """Tell the channel; returns its id of the shipment."""
        ...


def demand(connector: str, declared: frozenset[Capability], capability: Capability) -> None:
    """Raise UnsupportedCapability unless the manifest declares it."""
    if capability not in declared:
        raise UnsupportedCapability(connector=connector, capability=capability.value.replace("_", " "))
