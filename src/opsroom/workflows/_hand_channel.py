"""The channel that orders taken by hand come from; made with the first of them, found again ever after."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from opsroom.domains.access.queries import company
from opsroom.domains.access.rules import system_actor
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.create_channel import create_channel
from opsroom.domains.channels.errors import ChannelTaken
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.channels.rules import ChannelDraft, prefix_for
from opsroom.domains.orders.drafts import HAND
from opsroom.kernel.values.actor import Actor

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
    return next((one for one in channels.channels_of(own, company_id) if one.connector == HAND), None)


def _draft(own: Actor, company_id: int) -> ChannelDraft:
    """Its currency and the tax of its prices are those of most channels that trade, so that the list's prices fit."""
    shop = company(own, company_id)
    standing = channels.channels_of(own, company_id)
    taken = {one.code for one in standing}
    usual = Counter((one.currency, one.prices_include_tax) for one in standing if one.active)
    currency, with_tax = max(
        usual, key=lambda one: (usual[one], one[0] == shop.currency, one), default=(shop.currency, True)
    )
    code = next(
        code
        for n in range(1, len(taken) + 2)
        if (code := f"by-hand-{n}" if n > 1 else "by-hand") not in taken
    )
    return ChannelDraft(
        code=code,
        prefix=prefix_for(NAME, channels.prefixes_of(company_id)),
        name=NAME,
        connector=HAND,
        currency=currency,
        timezone=shop.timezone,
        prices_include_tax=with_tax,
    )
