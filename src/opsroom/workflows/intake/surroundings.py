"""What the intake of a chunk of orders must know of the shop, asked in one trip; refuses a channel nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opsroom.domains.access.queries import question_of_timezone
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import Sold
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.errors import UnknownChannel
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.queries import Known
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.rules import queries as rules
from opsroom.domains.warehouse.serving import Serving, question_of_serving
from opsroom.kernel.records.questions import ask
from opsroom.ports.incoming import IncomingOrder
from opsroom.workflows.intake.plan import Goods
from opsroom.workflows.intake.write import customer_draft, numbers_wanted


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The channel and its sites, held; goods by the channel's variant id and by code or alias; who and what stands.

    `standing`: the channel's ids of orders we have. `buyers`: by external key. `numbers`: taken already.
    `zone`: the company's, whose business day counts.
    """

    channel: ChannelFacts
    serving: Serving
    by_variant: Mapping[str, Goods]
    by_code: Mapping[str, Goods]
    standing: set[str]
    buyers: Mapping[str, Known]
    numbers: set[str]
    has_rules: bool
    zone: str


def know(channel: ChannelFacts, orders: Sequence[IncomingOrder]) -> Surroundings:
    """Holds the channel and its sites. Asked anew where the channel's names just changed."""
    variants = {ln.variant_external_id for o in orders for ln in o.lines if ln.variant_external_id}
    codes = {ln.sku for o in orders for ln in o.lines if ln.sku}
    listed = channels.skus_by_variant(channel.id, variants) if variants else {}
    drafts = [customer_draft(order, channel.code) for order in orders]
    keys = {draft.external_key for draft in drafts if draft is not None and draft.external_key}
    now, serving, (standing, numbers), buyers, sold, has_rules, zone = ask(
        channels.question_of_channel(channel.id),
        question_of_serving(channel.company_id, channel.id),
        order_rows.question_of_standing(
            channel.company_id,
            channel.id,
            [o.external_id for o in orders],
            numbers_wanted(channel.prefix, orders),
        ),
        customers.question_of_known(channel.company_id, keys),
        catalog.question_of_sold(channel.company_id, codes),
        rules.question_of_any(channel.company_id),
        question_of_timezone(channel.company_id),
    )
    if now.company_id != channel.company_id:
        raise UnknownChannel(channel=channel.id)
    if (now.code, now.prefix) != (channel.code, channel.prefix):
        return know(now, orders)
    by_code, by_id = catalog.sold(channel.company_id, sold, codes, set(listed.values()))
    return Surroundings(
        channel=now,
        serving=serving,
        by_variant={variant: _as_goods(by_id[sku]) for variant, sku in listed.items() if sku in by_id},
        by_code={code: _as_goods(one) for code, one in by_code.items()},
        standing=standing,
        buyers=buyers,
        numbers=numbers,
        has_rules=has_rules,
        zone=zone,
    )


def goods_of(
    channel: ChannelFacts, orders: Sequence[IncomingOrder]
) -> tuple[dict[str, Goods], dict[str, Goods]]:
    """What the catalog knows of every SKU these orders name, by the channel's variant id and by code."""
    variants = {ln.variant_external_id for o in orders for ln in o.lines if ln.variant_external_id}
    codes = {ln.sku for o in orders for ln in o.lines if ln.sku}
    listed = channels.skus_by_variant(channel.id, variants)
    (found,) = ask(catalog.question_of_sold(channel.company_id, codes))
    by_code, by_id = catalog.sold(channel.company_id, found, codes, set(listed.values()))
    by_variant = {variant: _as_goods(by_id[sku]) for variant, sku in listed.items() if sku in by_id}
    return by_variant, {code: _as_goods(one) for code, one in by_code.items()}


def _as_goods(sold: Sold) -> Goods:
    return Goods(sold.id, sold.code, sold.shippable, sold.kind, sold.parts, sold.untracked)
