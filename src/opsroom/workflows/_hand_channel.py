"""The channel that orders taken by hand come from; made with the first of them, found again ever after."""

from __future__ import annotations

from contextlib import suppress

from opsroom.domains.access.queries import company
from opsroom.domains.access.rules import system_actor
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.create_channel import create_channel
from opsroom.domains.channels.errors import ChannelTaken
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.channels.rules import ChannelDraft, prefix_for
from opsroom.kernel.values.actor import Actor

CONNECTOR = "by_hand"
NAME = "By hand"


def hand_channel(actor: Actor, company_id: int) -> ChannelFacts:
    """It follows from taking an order by hand, so the program makes it by its own right; `actor` tells the way."""
    own = system_actor("system.by_hand", company_ids=frozenset({company_id}), way=actor.way)
    found = _standing(own, company_id)
    if found is None:
        with suppress(ChannelTaken):  # somebody else took the first order in the same moment
            create_channel(own, company_id, _draft(own, company_id))
        found = _standing(own, company_id)
    if found is None:
        raise RuntimeError("the channel of orders by hand cannot be made: its code is another channel's")
    return found


def _standing(own: Actor, company_id: int) -> ChannelFacts | None:
    return next((one for one in channels.channels_of(own, company_id) if one.connector == CONNECTOR), None)


def _draft(own: Actor, company_id: int) -> ChannelDraft:
    shop = company(own, company_id)
    taken = {one.code for one in channels.channels_of(own, company_id)}
    code = next(
        code
        for n in range(1, len(taken) + 2)
        if (code := f"by-hand-{n}" if n > 1 else "by-hand") not in taken
    )
    return ChannelDraft(
        code=code,
        prefix=prefix_for(NAME, channels.prefixes_of(company_id)),
        name=NAME,
        connector=CONNECTOR,
        currency=shop.currency,
        timezone=shop.timezone,
    )
