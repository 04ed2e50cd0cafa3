"""How far a shop has moved in, counted from its tables; remembers nothing and asks no more than the person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Sum

from opsroom.domains.access.rules import may
from opsroom.domains.billing import queries as billing
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.channels import queries as channels
from opsroom.domains.customers import queries as customers
from opsroom.domains.orders import queries as orders
from opsroom.domains.partners import queries as partners
from opsroom.domains.purchasing import queries as purchasing
from opsroom.domains.warehouse import queries as warehouse
from opsroom.insight.lists.cut_over import DIFFERS, EQUAL, UNKNOWN, proof_of
from opsroom.kernel.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands here of one company. None: this person may not see it."""

    sites: int | None = None
    skus: int | None = None
    pieces: int | None = None
    uncounted: int | None = None
    """tracked SKUs, kits apart, of which no figure was ever given"""
    open_orders: int | None = None
    unknown_skus: int | None = None
    """open orders with a SKU that nobody here knows"""
    history: int | None = None
    shipped: int | None = None
    """live orders of which something left from here"""
    customers: int | None = None
    suppliers: int | None = None
    purchases: int | None = None
    owed: int | None = None
    """open invoices of the old tool"""
    balances: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One channel beside us, from the last file of it that was compared: SKUs by verdict."""

    channel_id: int
    name: str
    counts: Mapping[str, int] | None

    @property
    def compared(self) -> bool:
        """Whether there was a file at all."""
        return self.counts is not None

    @property
    def agrees(self) -> bool:
        """Whether every SKU that can be compared is equal."""
        return bool(self.counts and self.counts[EQUAL] and not self.differing)

    @property
    def differing(self) -> int:
        """SKUs that keep the channel from agreeing."""
        return self.counts[DIFFERS] + self.counts[UNKNOWN] if self.counts else 0


def counted(actor: Actor, company_id: int) -> Counted:
    """The figures of one company of the actor's."""
    found: dict[str, int] = {}
    if may(actor, "warehouse.view"):
        found["sites"] = warehouse.sites(actor).filter(company_id=company_id).count()
        stock = warehouse.stock(actor).filter(site__company_id=company_id)
        found["pieces"] = stock.aggregate(pieces=Sum("on_hand"))["pieces"] or 0
    if may(actor, "catalog.view"):
        skus = catalog.visible_to(actor).filter(company_id=company_id)
        found["skus"] = skus.count()
        if may(actor, "warehouse.view"):
            told = Exists(warehouse.stock(actor).filter(sku_id=OuterRef("pk")))
            found["uncounted"] = skus.filter(~told, tracked=True, is_kit=False).count()
    if may(actor, "orders.view"):
        rows = orders.visible_to(actor).filter(company_id=company_id, is_test=False)
        live = rows.filter(mode="live")
        found["open_orders"] = live.filter(state="open").count()
        found["unknown_skus"] = live.filter(state="open", has_unknown_sku=True).count()
        found["history"] = rows.filter(mode="history").count()
        found["shipped"] = live.filter(fulfilment_state__in=["shipped", "part_shipped"]).count()
    if may(actor, "customers.view"):
        found["customers"] = customers.visible_to(actor).filter(company_id=company_id).count()
    if may(actor, "partners.view"):
        found["suppliers"] = partners.visible_to(actor).filter(company_id=company_id).count()
    if may(actor, "purchasing.view"):
        found["purchases"] = purchasing.visible_to(actor).filter(company_id=company_id).count()
    if may(actor, "billing.view"):
        found["owed"] = billing.receivables(actor).filter(company_id=company_id).count()
        found["balances"] = len(billing.opening_balances(actor, company_id))
    return Counted(**found)


def sides(actor: Actor, company_id: int) -> list[Side]:
    """Every active channel of which we ship something; none for who sees only some of the sites."""
    if actor.site_ids is not None or not (may(actor, "channels.view") and may(actor, "warehouse.view")):
        return []
    ours = [one for one in channels.channels_of(actor, company_id) if one.active and one.fulfilled_by == "us"]
    proofs = {one.id: proof_of(actor, one.id) for one in ours}
    return [
        Side(one.id, one.name, proof.counts if (proof := proofs[one.id]) is not None else None)
        for one in ours
    ]
