"""Lets channels listen beside the old tool: orders come in and take, send and tell nothing; refuses a live channel.

Its undo is taking them over.
"""

from __future__ import annotations

from collections.abc import Collection

from opsroom.domains.access import rules as access
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.listen_only import listen_only
from opsroom.domains.channels.errors import CannotListen
from opsroom.domains.orders import heard
from opsroom.domains.orders.drafts import HAND
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor


@in_one_piece
def start_listening(actor: Actor, company_id: int, channel_ids: Collection[int]) -> list[int]:
    """Returns those that listen from now on. Raises CannotListen for one with live orders: they would be two truths."""
    access.require(actor, "channels.take_over", company_id=company_id)
    for channel_id in sorted(channel_ids):
        channels.lock_channel(channel_id)
    if any(channels.channel(actor, one).connector == HAND for one in channel_ids):
        raise CannotListen(
            channel="Orders taken by hand",
            why="they are placed here and nowhere else, so they cannot only listen.",
        )
    trading = heard.live_of(company_id, channel_ids)
    if trading:
        name = channels.channel(actor, min(trading)).name
        raise CannotListen(
            channel=name,
            why="it has live orders, which are shipped from here. Undo their imports first, then let it listen.",
        )
    return listen_only(actor, company_id, channel_ids)
