"""Keeps goods for somebody who is about to buy, all or nothing; refuses what is not there, with how much is.

The one door to stock that may refuse: nothing was sold yet. Undo: end_checkout_holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.warehouse.actions.add_allocations import question_of_free, taking
from opsroom.domains.warehouse.actions.end_checkout_holds import end_checkout_holds
from opsroom.domains.warehouse.errors import NotEnough
from opsroom.domains.warehouse.holds import HoldFacts, hold_of
from opsroom.domains.warehouse.models import CheckoutHold, HeldStock
from opsroom.domains.warehouse.rules import Given, Rank, Wanted, decide_allocations
from opsroom.domains.warehouse.states import CHECKOUT_HOLD
from opsroom.kernel.records import wake
from opsroom.kernel.records.new_events import add_births
from opsroom.kernel.records.new_rows import NewRows, question_of_ids, table
from opsroom.kernel.records.questions import ask
from opsroom.kernel.values.actor import Actor

_HOLD = ("id", "company_id", "channel_id", "token", "granted_at", "expires_at")
_HELD = ("hold_id", "site_id", "sku_id", "quantity")


@transaction.atomic
def grant_checkout_hold(
    actor: Actor,
    company_id: int,
    channel_id: int,
    token: str,
    wanted: Mapping[int, int],
    *,
    sites: Sequence[int],
    now: datetime,
    until: datetime,
    codes: Mapping[int, str],
) -> HoldFacts:
    """`wanted`: pieces by SKU id, of goods whose stock is kept; `codes`: what the sentence calls them.

    Asked again for the same, it is the same hold and lasts as long as now asked. Asked for something else, the new one
    takes its place; where that is refused the old one stays. Raises warehouse.not_enough.
    """
    access.require(actor, "warehouse.hold_stock", company_id=company_id)
    standing = hold_of(channel_id, token)
    if standing is not None and standing.expires_at > now and standing.pieces == dict(wanted):
        if CheckoutHold.objects.filter(pk=standing.id, state="granted").update(expires_at=until):
            return HoldFacts(standing.id, token, until, standing.pieces)
        standing = None  # it ended in this moment
    if standing is not None:
        end_checkout_holds(actor, company_id, [standing.id], "release", also=wanted, sites=sites)
    ids, free = ask(
        question_of_ids({"warehouse_checkouthold": 1}),
        question_of_free(company_id, sorted(wanted), list(sites)),
    )
    given = _decide(wanted, tuple(sites), free, now)
    _refuse_too_little(wanted, given, codes)
    (pk,) = ids["warehouse_checkouthold"]
    rows = NewRows()
    rows.add(table(CheckoutHold, *_HOLD), [(pk, company_id, channel_id, token, now, until)])
    rows.add(table(HeldStock, *_HELD), [(pk, one.site_id, one.sku_id, one.pieces) for one in given])
    if given:
        rows.change(taking(given))
    told = {"pieces": sum(wanted.values())}
    add_births(rows, CHECKOUT_HOLD, CheckoutHold, [(pk, "granted", told)], actor, company_id)
    rows.write()
    wake.notify("stock")
    return HoldFacts(pk, token, until, dict(wanted))


def _decide(
    wanted: Mapping[int, int], sites: tuple[int, ...], free: Mapping[tuple[int, int], int], now: datetime
) -> list[Given]:
    """As for an order: one site that has everything, else the sites in turn."""
    rank = Rank(0, None, now, 0)
    return decide_allocations([Wanted(sku, sku, pieces, rank, sites) for sku, pieces in wanted.items()], free)


def _refuse_too_little(wanted: Mapping[int, int], given: Sequence[Given], codes: Mapping[int, str]) -> None:
    got: dict[int, int] = {}
    for one in given:
        got[one.sku_id] = got.get(one.sku_id, 0) + one.pieces
    lacking = [
        f"{codes[sku]} is sold out"
        if not got.get(sku)
        else f"{got[sku]:,} of {pieces:,} {codes[sku]} are left"
        for sku, pieces in wanted.items()
        if got.get(sku, 0) < pieces
    ]
    if lacking:
        raise NotEnough(what="; ".join(lacking))
