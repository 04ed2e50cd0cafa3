"""Reads drafts and quotes, and locks one for its verbs; refuses a foreign one as a missing one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, QuerySet, Subquery

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.customers import queries as customers
from opsroom.domains.orders.draft_rules import PricedLine, Told, amounts_of, lacks, likely_rate, list_price_of
from opsroom.domains.orders.errors import DraftNotFound
from opsroom.domains.orders.models import Draft, DraftLine, Order, OrderLine, QuotePaper
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import RATES_OF_ORDERS_COUNT

HAND = "by_hand"  # the connector whose channel orders taken by hand are of


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """One draft as stored; amounts in minor units of its currency, None while a price or a tax rate is not known."""

    id: int
    company_id: int
    number: int
    state: str
    version: int
    quote_number: str | None
    revision: int
    quoted_at: datetime | None
    valid_until: date | None
    customer_id: int | None
    ship_to_id: int | None
    bill_to_id: int | None
    purchase_order: str
    ship_by: date | None
    note: str
    tags: list[str]
    payment: str
    currency: str
    prices_include_tax: bool
    delivery_method: str
    delivery_minor: int
    delivery_rate: Decimal
    delivery_tax_minor: int
    net_minor: int | None
    tax_minor: int | None
    total_minor: int | None
    copied_from_id: int | None
    order_id: int | None
    taken_by_id: int | None
    created_at: datetime
    changed_at: datetime

    @property
    def name(self) -> str:
        """As people call it: "Q-00012", of a revised one "Q-00012/2", else "D-1001"."""
        if self.quote_number is None:
            return f"D-{self.number}"
        return f"{self.quote_number}/{self.revision}" if self.revision > 1 else self.quote_number

    def is_over(self, today: date) -> bool:
        """Whether a quote no longer holds, be it marked as expired already or not."""
        past = self.valid_until is not None and self.valid_until < today
        return self.state == "expired" or (self.state == "quoted" and past)


@dataclass(frozen=True, slots=True)
class DraftLineFacts:
    """One line of a draft with its prices in major units and its amounts in minor ones."""

    id: int
    draft_id: int
    position: int
    sku_id: int
    quantity: int
    list_price: Decimal | None
    unit_price: Decimal | None
    discount_rate: Decimal
    discount_minor: int
    override_reason: str
    override_words: str
    overridden_by_id: int | None
    old_price: Decimal | None
    tax_rate: Decimal | None
    net_minor: int | None
    tax_minor: int | None
    gross_minor: int | None

    @property
    def priced(self) -> PricedLine:
        """The same for the rules."""
        return PricedLine(
            self.quantity, self.unit_price, self.tax_rate, self.discount_rate, self.discount_minor
        )


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A quote's paper; `pdf` empty where only the list of them is read."""

    revision: int
    name: str
    valid_until: date
    total_minor: int
    made_at: datetime
    pdf: bytes = b""

    @property
    def file_name(self) -> str:
        """A name of ours: "Q-00001-2.pdf"."""
        return f"{self.name.replace('/', '-')}.pdf"


@dataclass(frozen=True, slots=True)
class Todays:
    """What a draft would come to at the list's prices of today, and which prices differ: (code, now, then)."""

    gross: int | None
    changes: tuple[tuple[str, Decimal | None, Decimal | None], ...]


_PAPER = ("revision", "name", "valid_until", "total_minor", "made_at")
_DRAFT = tuple(DraftFacts.__dataclass_fields__)
_LINE = tuple(DraftLineFacts.__dataclass_fields__)


def visible_to(actor: Actor) -> QuerySet[Draft]:
    """Drafts of the actor's companies; the one filter behind every list of them."""
    access.require(actor, "orders.draft")
    rows = Draft.objects.all()
    if actor.company_ids or not actor.is_program:
        rows = rows.filter(company_id__in=actor.company_ids)
    return rows


def draft_of(actor: Actor, draft_id: int) -> DraftFacts:
    """The draft, or the same answer for a foreign id as for a missing one."""
    row = visible_to(actor).filter(pk=draft_id).values(*_DRAFT).first()
    if row is None:
        raise DraftNotFound()
    return DraftFacts(**row)


def lines_of(draft_ids: Collection[int]) -> list[DraftLineFacts]:
    """Lines of these drafts in their order; the caller has checked that they may be seen."""
    rows = DraftLine.objects.filter(draft_id__in=list(draft_ids)).order_by("draft_id", "position")
    return [DraftLineFacts(**row) for row in rows.values(*_LINE)]


def lacks_of(draft: DraftFacts, lines: Collection[DraftLineFacts]) -> list[str]:
    """What is still to be said before it can be quoted or placed, as sentences."""
    skus = catalog.skus_by_id(draft.company_id, [line.sku_id for line in lines])
    buyer = draft.customer_id
    terms = customers.terms_of(draft.company_id, [buyer]).get(buyer) if buyer else None
    return lacks(
        Told(
            buyer=terms is not None,
            address=draft.ship_to_id is not None,
            lines=[(skus[line.sku_id].code, line.priced) for line in lines],
            gone=[skus[line.sku_id].code for line in lines if not skus[line.sku_id].active],
            payment=draft.payment,
            terms_granted=terms is not None and terms.terms_days is not None,
        )
    )


def papers_of(draft_id: int) -> list[PaperFacts]:
    """The papers of a quote, the newest first; the caller has checked that it may be seen."""
    rows = QuotePaper.objects.filter(draft_id=draft_id).order_by("-revision")
    return [PaperFacts(**row) for row in rows.values(*_PAPER)]


def paper_of(actor: Actor, draft_id: int, revision: int) -> PaperFacts:
    """One paper as it was given. Raises DraftNotFound."""
    rows = QuotePaper.objects.filter(draft__in=visible_to(actor).filter(pk=draft_id), revision=revision)
    row = rows.values(*_PAPER, "pdf").first()
    if row is None:
        raise DraftNotFound()
    return PaperFacts(**{**row, "pdf": bytes(row["pdf"])})


def todays(draft: DraftFacts, lines: Sequence[DraftLineFacts]) -> Todays:
    """Reads the list as it is now; agreed prices stay, and nothing is changed."""
    skus = catalog.skus_by_id(draft.company_id, [line.sku_id for line in lines])
    changes, priced = [], []
    for line in lines:
        sku = skus[line.sku_id]
        price = list_price_of(sku.price, sku.currency, draft.currency)
        if line.override_reason or price == line.unit_price:
            priced.append(line.priced)
        else:
            priced.append(replace(line.priced, unit_price=price))
            changes.append((sku.code, line.unit_price, price))
    found = amounts_of(
        priced, draft.delivery_minor, prices_include_tax=draft.prices_include_tax, currency=draft.currency
    )
    return Todays(found.gross, tuple(changes))


def locked(company_id: int, draft_id: int) -> Draft:
    """The draft under a row lock, so that two verbs on it take turns. Raises DraftNotFound."""
    row = (
        Draft.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=draft_id, company_id=company_id)
        .first()
    )
    if row is None:
        raise DraftNotFound()
    return row


def facts(row: Draft) -> DraftFacts:
    """A locked row as facts."""
    return DraftFacts(**{name: getattr(row, name) for name in _DRAFT})


def hand_channel_of(company_id: int) -> ChannelFacts | None:
    """The channel of orders taken by hand; None before the first of them."""
    return channels.of_connector(company_id, HAND)


def naming(sku_ids: Collection[int]) -> dict[int, str]:
    """SKU id -> the first draft that names it, whatever became of the draft; SKUs on none are left out."""
    rows = (
        DraftLine.objects.filter(sku_id__in=list(sku_ids)).order_by("sku_id", "draft_id").distinct("sku_id")
    )
    by_sku = dict(rows.values_list("sku_id", "draft_id"))
    found = Draft.objects.filter(pk__in=set(by_sku.values())).values(*_DRAFT)
    names = {row["id"]: DraftFacts(**row).name for row in found}
    return {sku_id: names[draft_id] for sku_id, draft_id in by_sku.items()}


def proposed_rates(company_id: int, sku_ids: Collection[int], ship_to_id: int | None) -> dict[int, Decimal]:
    """SKU id -> the tax rate it was last sold at to the country of this address, else what was sold there last.

    Goods on which no tax was told prove no rate: what nobody knows is left out, and the page asks.
    """
    party = customers.parties(company_id, [ship_to_id]).get(ship_to_id) if ship_to_id else None
    if party is None or not party.country:
        return {}
    taxed = OrderLine.objects.filter(
        order__company_id=company_id, order__is_test=False, order__ship_to__country=party.country,
        kind="goods", tax_minor__gt=0, tax_rate__gt=0,
    )  # fmt: skip
    latest = Order.objects.filter(company_id=company_id).order_by("-placed_at", "-id")[:RATES_OF_ORDERS_COUNT]
    there = list(
        taxed.filter(order_id__in=Subquery(latest.values("id")))
        .order_by("-order__placed_at", "-id")
        .values_list("tax_rate", flat=True)
    )
    newest = (
        taxed.filter(sku_id__in=list(sku_ids))
        .order_by("sku_id", "-order__placed_at", "-id")
        .distinct("sku_id")
        .annotate(item=F("sku_id"))
    )
    own = dict(newest.values_list("item", "tax_rate"))
    known = {sku: own.get(sku, there[0] if there else None) for sku in sku_ids}
    counts = Counter(there)
    return {sku: likely_rate(rate, counts) for sku, rate in known.items() if rate is not None}
