"""The parts a sale's document is made of, shared by the recipes; refuses parts below zero or beside the total."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from opsroom.ledgers.core import accounts
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money.errors import BadAmount, DoesNotAddUp


@dataclass(frozen=True, slots=True)
class TaxPart:
    """Tax of one country (ISO 3166 alpha-2) in minor units. `remitted_by` names the marketplace that pays it over
    itself; empty: we do."""

    country: str
    minor: int
    remitted_by: str = ""


@dataclass(frozen=True, slots=True)
class SaleParts:
    """A document's stored sums in minor units of `currency`, all after discount and without tax but `gross`.

    gross = goods_net + shipping_net + difference_net + every tax. discount_net is what the goods would have cost more;
    it shows on its own account and changes no total. difference_net is what was charged beside the lines, the only part
    that may be below zero.
    """

    currency: str
    gross: int
    goods_net: int
    shipping_net: int = 0
    discount_net: int = 0
    taxes: tuple[TaxPart, ...] = field(default=())
    difference_net: int = 0

    def checked(self, what: str) -> SaleParts:
        """Itself; raises BadAmount or DoesNotAddUp, naming the document as `what`."""
        named = [("goods", self.goods_net), ("shipping", self.shipping_net), ("discount", self.discount_net)]
        named += [(f"tax of {tax.country}", tax.minor) for tax in self.taxes]
        for name, minor in [*named, ("total", self.gross)]:
            if minor < 0:
                raise BadAmount(what=f"{name} of the {what}", minor=minor, currency=self.currency)
        parts = (
            self.goods_net + self.shipping_net + self.difference_net + sum(tax.minor for tax in self.taxes)
        )
        if parts != self.gross:
            raise DoesNotAddUp(what=what, parts=parts, total=self.gross, currency=self.currency)
        return self


def transfer(source: str, target: str, minor: int, currency: str) -> Iterator[MoneyTransfer]:
    """One transfer, or none when there is nothing to move."""
    if minor:
        yield MoneyTransfer(source, target, minor, currency)


def sale(parts: SaleParts, debtor: str) -> Iterator[MoneyTransfer]:
    """Credits revenue, shipping and tax, debits the debtor's account with what the debtor owes us.

    Tax that a marketplace remits goes through its own account and back, so that both turnovers show and nothing of it
    is ours.
    """
    yield from transfer(accounts.REVENUE, debtor, parts.goods_net, parts.currency)
    yield from transfer(accounts.REVENUE, accounts.DISCOUNTS, parts.discount_net, parts.currency)
    yield from transfer(accounts.SHIPPING_REVENUE, debtor, parts.shipping_net, parts.currency)
    if parts.difference_net < 0:
        yield from transfer(debtor, accounts.ORDER_DIFFERENCES, -parts.difference_net, parts.currency)
    else:
        yield from transfer(accounts.ORDER_DIFFERENCES, debtor, parts.difference_net, parts.currency)
    for tax in parts.taxes:
        if tax.remitted_by:
            withheld = accounts.tax_withheld_by(tax.remitted_by)
            yield from transfer(withheld, debtor, tax.minor, parts.currency)
            yield from transfer(debtor, withheld, tax.minor, parts.currency)
        else:
            yield from transfer(accounts.tax_payable_to(tax.country), debtor, tax.minor, parts.currency)
