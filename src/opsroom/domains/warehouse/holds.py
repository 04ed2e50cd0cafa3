"""Checkout holds as they stand, for the verbs that grant, use and end them; refuses nothing, locks nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from opsroom.domains.warehouse.models import CheckoutHold, HeldStock


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A granted hold: pieces by SKU id, summed over the sites that keep them."""

    id: int
    token: str
    expires_at: datetime
    pieces: Mapping[int, int]


def hold_of(channel_id: int, token: str) -> HoldFacts | None:
    """The granted hold of this name, though its time may be over."""
    return holds_of(channel_id, [token]).get(token)


def holds_of(channel_id: int, tokens: Collection[str]) -> dict[str, HoldFacts]:
    """Granted holds by their name."""
    rows = CheckoutHold.objects.filter(channel_id=channel_id, token__in=list(tokens), state="granted")
    found = {int(pk): (token, until) for pk, token, until in rows.values_list("id", "token", "expires_at")}
    pieces: dict[int, dict[int, int]] = {pk: {} for pk in found}
    held = HeldStock.objects.filter(hold_id__in=found).order_by().values_list("hold_id", "sku_id")
    for hold, sku, many in held.annotate(Sum("quantity")):
        pieces[hold][sku] = many
    return {token: HoldFacts(pk, token, until, pieces[pk]) for pk, (token, until) in found.items()}


def holds_over(company_id: int, now: datetime, most: int) -> list[int]:
    """Ids of granted holds whose time is over, the longest over first."""
    rows = CheckoutHold.objects.filter(company_id=company_id, state="granted", expires_at__lte=now)
    return list(rows.order_by("expires_at").values_list("id", flat=True)[:most])


def held_pieces(site_id: int, sku_ids: Collection[int]) -> dict[int, int]:
    """Pieces that checkouts keep at a site, by SKU id."""
    rows = HeldStock.objects.filter(site_id=site_id, sku_id__in=list(sku_ids), hold__state="granted")
    return dict(rows.order_by().values_list("sku_id").annotate(Sum("quantity")))


@dataclass(frozen=True, slots=True)
class Held:
    """Pieces that one checkout keeps at a site, and until when."""

    site: str
    until: datetime
    pieces: int


def kept_at_checkout(sku_id: int, site_ids: Collection[int]) -> list[Held]:
    """What checkouts keep of a SKU at these sites; the one that ends first comes first."""
    rows = HeldStock.objects.filter(sku_id=sku_id, site_id__in=list(site_ids), hold__state="granted")
    told = rows.order_by("hold__expires_at", "id").values_list("site__code", "hold__expires_at", "quantity")
    return [Held(*one) for one in told]
