"""Keeps goods for a buyer at a checkout, all or nothing, for a while; refuses what is not there, in words for a shop.

The door to stock before a sale; the other one, accept_orders, never refuses. Undo: let_go_checkout.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from opsroom.domains.access import rules as access
from opsroom.domains.channels import queries as channels
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.actions.grant_checkout_hold import grant_checkout_hold
from opsroom.domains.warehouse.holds import HoldFacts
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import CHECKOUT_HOLD_MINUTES_USUAL
from opsroom.workflows.holding.wishes import goods_of, minutes_of, token_of


@in_one_piece
def hold_for_checkout(
    actor: Actor,
    channel_id: int,
    token: str,
    lines: Sequence[tuple[str, Decimal | int]],
    *,
    minutes: int = CHECKOUT_HOLD_MINUTES_USUAL,
) -> HoldFacts:
    """`lines`: (code, pieces); two of one SKU are summed before anything is looked at, kits count as their parts.

    The same `token` again replaces what it held. Raises warehouse.not_enough, warehouse.bad_hold, channels.unknown.
    """
    channel = channels.channel(actor, channel_id)
    access.require(actor, "warehouse.hold_stock", company_id=channel.company_id)
    goods, now = goods_of(channel.company_id, lines), datetime.now(UTC)
    serving = warehouse.sites_of_channels(channel.company_id).get(channel_id)
    return grant_checkout_hold(
        actor,
        channel.company_id,
        channel_id,
        token_of(token),
        goods.pieces,
        sites=serving or warehouse.active_site_ids(channel.company_id),
        now=now,
        until=now + timedelta(minutes=minutes_of(minutes)),
        codes=goods.codes,
    )
