"""Writes stock of one place up or down for a stated reason, up to a daily limit; beyond it another person approves."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.spend_approval import spend_approval
from opsroom.domains.access.errors import ApprovalNotUsable, NeedsApproval
from opsroom.domains.warehouse import events, queries
from opsroom.domains.warehouse.actions._stock_rows import lock_stock
from opsroom.domains.warehouse.actions.free_losers import Lost, free_losers
from opsroom.domains.warehouse.actions.post_stock import GoodsMove, Posting, post_stock
from opsroom.domains.warehouse.actions.shift_stock import loose_pieces
from opsroom.domains.warehouse.errors import NoReason, NothingToCorrect, NotThere, UnknownLocation
from opsroom.domains.warehouse.models import Location
from opsroom.kernel.records import events as records
from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock import queries as book

REASONS = {
    "damaged": "Damaged",
    "expired": "Expired",
    "lost": "Lost or stolen",
    "found": "Found again",
    "sample": "Given away or used here",
    "wrong_entry": "Entered wrongly before",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to change: pieces above zero are written up, below zero written down."""

    site_id: int
    sku_id: int
    location_code: str
    pieces: int
    reason: str

    def plan_sha256(self) -> str:
        """What another person approves: exactly this and nothing else."""
        facts = [self.site_id, self.sku_id, self.location_code, self.pieces, self.reason]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Corrected:
    """The book's entry, and the orders that lost goods by it."""

    entry_id: int
    lost: Lost


@transaction.atomic
def correct_stock(
    actor: Actor, company_id: int, wanted: Correction, key: str, *, day_start: datetime, note: str = ""
) -> Corrected:
    """`day_start` begins the day the limit counts for.

    Raises access.needs_approval beyond the limit, warehouse.no_reason, nothing_to_correct, unknown_location,
    not_there, still_handled.
    """
    _require(actor, company_id, wanted, day_start)
    if wanted.reason not in REASONS:
        raise NoReason()
    if wanted.pieces == 0:
        raise NothingToCorrect()
    place = Location.objects.filter(
        company_id=company_id, site_id=wanted.site_id, code=wanted.location_code
    ).first()
    if place is None:
        raise UnknownLocation(site=str(wanted.site_id), location=wanted.location_code)
    outside = int(
        Location.objects.values_list("id", flat=True).get(company_id=company_id, site=None, kind="loss")
    )
    lock_stock([(wanted.site_id, wanted.sku_id)])
    down = max(0, -wanted.pieces)
    if book.entry_with_key(company_id, key) is None and down > loose_pieces(company_id, place, wanted.sku_id):
        raise NotThere(location=place.code, pieces=down, sku=str(wanted.sku_id))
    program = access.system_actor("system.allocator", company_ids=frozenset({company_id}), way=actor.way)
    falling = {wanted.sku_id: down} if place.sellable and down else {}
    lost = free_losers(program, company_id, wanted.site_id, falling, reason="written off")
    ends = (outside, int(place.pk)) if wanted.pieces > 0 else (int(place.pk), outside)
    move = GoodsMove(wanted.sku_id, *ends, abs(wanted.pieces))
    (entry,) = post_stock(
        actor,
        company_id,
        [Posting(key, "adjust", "warehouse.site", wanted.site_id, moves=(move,))],
        verb="warehouse.post_stock",
    )
    records.record(
        events.STOCK_ADJUSTED,
        events.SITE,
        [wanted.site_id],
        actor,
        company_id=company_id,
        reason=f"{REASONS[wanted.reason]}: {note}" if note else REASONS[wanted.reason],
        data={"sku": wanted.sku_id, "at": place.code, "pieces": wanted.pieces, "entry": entry},
    )
    return Corrected(entry, lost)


def _require(actor: Actor, company_id: int, wanted: Correction, day_start: datetime) -> None:
    """Within the day's limit, or with an approval for exactly this, which is spent by it."""
    asked = abs(wanted.pieces)
    used = queries.adjusted_since(actor, company_id, day_start)
    site_id = wanted.site_id
    try:
        access.require(
            actor, "warehouse.adjust", company_id=company_id, site_id=site_id, asked=asked, used_today=used
        )
    except NeedsApproval as beyond:
        try:
            spend_approval(actor, company_id, "warehouse.adjust", wanted.plan_sha256())
        except ApprovalNotUsable:
            raise beyond from None
        access.require(
            actor,
            "warehouse.adjust",
            company_id=company_id,
            site_id=site_id,
            asked=asked,
            used_today=used,
            approved=True,
        )
