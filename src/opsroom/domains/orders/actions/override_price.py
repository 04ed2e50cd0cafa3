"""Sells a line of a draft at another price than the list's, with a reason; asks twice below cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.orders import events
from opsroom.domains.orders.actions._drafts import below_of, line_of, open_draft, settle
from opsroom.domains.orders.draft_rules import (
    OVERRIDE_REASONS,
    PricedLine,
    other_price,
    price_problem,
)
from opsroom.domains.orders.errors import BadDraft, BelowCost
from opsroom.domains.orders.models import DraftLine
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.card_numbers import mask_cards
from opsroom.kernel.values.limits import TEXT_LINE_CHARS_MAX
from opsroom.kernel.values.money import Money
from opsroom.kernel.values.printable import one_line


@dataclass(frozen=True, slots=True)
class NewPrice:
    """What one costs, what is taken off the line (a share, then minor units), and why: a code, and words beside it."""

    unit_price: Decimal
    discount_rate: Decimal = Decimal(0)
    discount_minor: int = 0
    reason: str = ""
    words: str = ""


@transaction.atomic
def override_price(
    actor: Actor,
    company_id: int,
    draft_id: int,
    line_id: int,
    price: NewPrice,
    *,
    below_cost_too: bool = False,
) -> bool:
    """False when the line goes at the list's price again, which needs no reason.

    The event holds both prices and the chosen reason; the words may name people and stay with the line. Raises
    DraftFixed, BadDraft, BelowCost.
    """
    access.require(actor, "orders.override_price", company_id=company_id)
    row = open_draft(company_id, draft_id)
    line = line_of(row, line_id)
    wanted = PricedLine(
        line.quantity, price.unit_price, line.tax_rate, price.discount_rate, price.discount_minor
    )
    if why := price_problem(wanted, row.currency):
        raise BadDraft(why=why)
    other = other_price(wanted, line.list_price)
    if other and price.reason not in OVERRIDE_REASONS:
        raise BadDraft(why="Choose why the price differs from the list. The reason stays in the history.")
    below = below_of(row, line, wanted) if other else 0
    if below and not below_cost_too:
        code = catalog.codes_of(company_id, [line.sku_id])[line.sku_id]
        raise BelowCost(sku=code, below=Money(below, row.currency), line=line_id)
    kind = events.DRAFT_PRICE_OVERRIDDEN if other else events.DRAFT_PRICE_TAKEN_BACK
    records.record(
        kind, events.DRAFT, [int(row.pk)], actor,
        reason=OVERRIDE_REASONS[price.reason] if other else "",
        data={
            "sku": line.sku_id, "list": line.list_price, "from": line.unit_price, "to": price.unit_price,
            "discount_rate": price.discount_rate, "discount_minor": price.discount_minor, "below_cost": bool(below),
        },
        company_id=company_id,
    )  # fmt: skip
    DraftLine.objects.filter(pk=line.pk).update(
        unit_price=price.unit_price,
        discount_rate=price.discount_rate,
        discount_minor=price.discount_minor,
        override_reason=price.reason if other else "",
        override_words=mask_cards(one_line(price.words))[:TEXT_LINE_CHARS_MAX] if other else "",
        overridden_by_id=actor.user_id if other else None,
    )
    settle(row)
    return other
