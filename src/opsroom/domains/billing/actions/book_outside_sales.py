"""Books sales that others shipped: revenue against the marketplace, or against what the till took; no invoice of ours.

What a marketplace says is recorded as it says it; tax that it remits is not ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.payments.queries import prepayments
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money.post import MoneyEntry, post_many_entries
from opsroom.ledgers.money.recipes.invoice_issued import InvoiceFacts, invoice_issued
from opsroom.ledgers.money.recipes.marketplace_sale_shipped import (
    MarketplaceSaleFacts,
    marketplace_sale_shipped,
)
from opsroom.ledgers.money.recipes.parts import SaleParts, TaxPart


@dataclass(frozen=True, slots=True)
class OutsideSale:
    """One order others shipped, in minor units. `party` is the channel as an account's name."""

    order_id: int
    party: str
    by_marketplace: bool
    currency: str
    goods_net: int
    shipping_net: int
    tax: int
    tax_country: str
    tax_remitted_by_party: bool
    sold_on: date
    difference_net: int = 0  # what was charged beside the lines, more or less

    @property
    def gross(self) -> int:
        """What was charged in all."""
        return self.goods_net + self.shipping_net + self.difference_net + self.tax

    @property
    def bookable(self) -> bool:
        """No part is below zero, as where the tax was told higher than the price: such a sale is left to a person."""
        return min(self.goods_net, self.shipping_net, self.tax, self.gross) >= 0


@transaction.atomic
def book_outside_sales(
    actor: Actor,
    company_id: int,
    sales: Sequence[OutsideSale],
    *,
    site_id: int | None = None,
    verb: str = "orders.accept",
) -> int:
    """Returns how many entries are new; `verb` is the right the caller came by.

    Sales that do not add up or are below zero are left to a person."""
    access.require(actor, verb, company_id=company_id, site_id=site_id)
    paid = prepayments(company_id, {sale.order_id for sale in sales})
    entries = [
        MoneyEntry(
            key=f"sale:{sale.order_id}",
            kind="sold_elsewhere",
            transfers=tuple(transfers),
            on_date=sale.sold_on,
            ref_kind="orders.order",
            ref_id=sale.order_id,
        )
        for sale in sales
        if sale.bookable and (transfers := _transfers(sale, paid.get(sale.order_id, 0)))
    ]
    return sum(answer.fresh for answer in post_many_entries(entries, actor=actor, company_id=company_id))


def _transfers(sale: OutsideSale, paid: int) -> list[MoneyTransfer]:
    remitted_by = sale.party if sale.tax_remitted_by_party else ""
    parts = SaleParts(
        currency=sale.currency,
        gross=sale.gross,
        goods_net=sale.goods_net,
        shipping_net=sale.shipping_net,
        difference_net=sale.difference_net,
        taxes=(TaxPart(sale.tax_country, sale.tax, remitted_by),) if sale.tax else (),
    )
    if sale.by_marketplace and not paid:
        return marketplace_sale_shipped(MarketplaceSaleFacts(parts, sale.party))
    # What was told as paid is that same money: it stands where the payment says, and once.
    return invoice_issued(InvoiceFacts(parts, paid, sale.party if sale.by_marketplace else ""))
