"""Books refunds of sales that others shipped and invoiced: their revenue turned round; refuses more than was sold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.billing.actions.book_outside_sales import OutsideSale
from opsroom.domains.payments.queries import refunds_unexplained
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.money import split_largest_remainder
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money.post import MoneyEntry, post_many_entries
from opsroom.ledgers.money.recipes.credit_note_issued import CreditNoteFacts, credit_note_issued
from opsroom.ledgers.money.recipes.parts import SaleParts, TaxPart


@dataclass(frozen=True, slots=True)
class OutsideRefund:
    """So much of one sale went back, in minor units; `refund_id` names the refund as recorded."""

    refund_id: int
    sale: OutsideSale
    minor: int
    on: date


@transaction.atomic
def book_outside_refunds(
    actor: Actor,
    company_id: int,
    refunds: Sequence[OutsideRefund],
    *,
    site_id: int | None = None,
    verb: str = "orders.accept",
) -> int:
    """Returns how many entries are new; `verb` is the right the caller came by.

    Each part of the sale gives back its share, tax that others remit too. What was not booked as a sale is not turned
    round either."""
    access.require(actor, verb, company_id=company_id, site_id=site_id)
    went = refunds_unexplained(company_id, {one.sale.order_id for one in refunds})
    entries = [
        MoneyEntry(
            key=f"unsold:{one.refund_id}",
            kind="refunded_elsewhere",
            transfers=tuple(transfers),
            on_date=one.on,
            ref_kind="orders.order",
            ref_id=one.sale.order_id,
        )
        for one in refunds
        if one.sale.bookable and one.sale.gross > 0 and (transfers := _transfers(one, went))
    ]
    return sum(answer.fresh for answer in post_many_entries(entries, actor=actor, company_id=company_id))


def _transfers(one: OutsideRefund, went: dict[int, int]) -> list[MoneyTransfer]:
    """What went back before the sale was booked left it unpaid by as much; what went back since explains itself."""
    parts = _parts(one)
    owed = parts.gross - sum(tax.minor for tax in parts.taxes if tax.remitted_by)
    since = min(went[one.sale.order_id], owed)
    went[one.sale.order_id] -= since
    return credit_note_issued(CreditNoteFacts(parts, open_receivable=owed - since))


def _parts(one: OutsideRefund) -> SaleParts:
    sale, minor = one.sale, min(one.minor, one.sale.gross)
    goods, shipping, tax, beside = sale.goods_net, sale.shipping_net, sale.tax, sale.difference_net
    if minor < sale.gross or beside < 0:
        weights = [max(0, goods + min(beside, 0)), shipping, tax, max(0, beside)]
        goods, shipping, tax, beside = split_largest_remainder(minor, weights)
    by = sale.party if sale.tax_remitted_by_party else ""
    return SaleParts(
        currency=sale.currency,
        gross=minor,
        goods_net=goods,
        shipping_net=shipping,
        taxes=(TaxPart(sale.tax_country, tax, by),) if tax else (),
        difference_net=beside,
    )
