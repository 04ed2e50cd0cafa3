"""Books a sale that a marketplace invoiced and collected: revenue against the marketplace; its tax is never ours."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.ledgers.core import accounts
from opsroom.ledgers.core.legs import MoneyTransfer
from opsroom.ledgers.money.recipes.parts import SaleParts, sale


@dataclass(frozen=True, slots=True)
class MarketplaceSaleFacts:
    """The sums as the marketplace reported them, each tax saying who remits it."""

    parts: SaleParts
    marketplace: str


def marketplace_sale_shipped(facts: MarketplaceSaleFacts) -> list[MoneyTransfer]:
    """Raises money.does_not_add_up, money.bad_amount; [] for a sale over nothing."""
    parts = facts.parts.checked("marketplace sale")
    return list(sale(parts, accounts.receivable_from(facts.marketplace)))
