"""What the intake of a chunk of orders must know of the shop, asked in one trip; refuses a channel nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.queries import Sold
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.queries import ChannelFacts
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.queries import Known
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.rules import queries as rules
from opsroom.domains.warehouse import queries as warehouse
from opsroom.domains.warehouse.queries import Serving
from opsroom.kernel.records.questions import ask
from opsroom.ports.incoming import IncomingOrder
from opsroom.workflows.intake.plan import Goods
from opsroom.workflows.intake.write import customer_draft, numbers_wanted


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The channel and its sites, held; goods by the channel's variant id and by code or alias; who and what stands.

    `standing`: the channel's ids of orders we have. `buyers`: by external key, held. `numbers`: taken already.
    """

    channel: ChannelFacts
    serving: Serving
    by_variant: Mapping[str, Goods]
    by_code: Mapping[str, Goods]
    standing: set[str]
    buyers: Mapping[str, Known]
    numbers: set[str]
    has_rules: bool


def know(channel: ChannelFacts, orders: Sequence[IncomingOrder]) -> Surroundings:
    """Locks in the one order for all: channel, sites, buyers. Asked anew where the channel's names just changed."""
    variants = {ln.variant_external_id for o in orders for ln in o.lines if ln.variant_external_id}
    codes = {ln.sku for o in orders for ln in o.lines if ln.sku}
    listed = channels.skus_by_variant(channel.id, variants) if variants else {}
    drafts = [customer_draft(order, channel.code) for order in orders]
    keys = {draft.external_key for draft in drafts if draft is not None and draft.external_key}
    now, serving, standing, buyers, numbers, (by_code, by_id), has_rules = ask(
        channels.question_of_channel(channel.id),
        warehouse.question_of_serving(channel.company_id, channel.id),
        order_rows.question_of_standing(channel.id, [o.external_id for o in orders]),
        customers.question_of_known(channel.company_id, keys),
        order_rows.question_of_numbers(channel.company_id, numbers_wanted(channel.prefix, orders)),
        catalog.question_of_sold(channel.company_id, codes, set(listed.values())),
        rules.question_of_any(channel.company_id),
    )
    if (now.code, now.prefix) != (channel.code, channel.prefix):
        return know(now, orders)
    return Surroundings(
        channel=now,
        serving=serving,
        by_variant={variant: _as_goods(by_id[sku]) for variant, sku in listed.items() if sku in by_id},
        by_code={code: _as_goods(one) for code, one in by_code.items()},
        standing=standing,
        buyers=buyers,
        numbers=numbers,
        has_rules=has_rules,
    )


def goods_of(
    channel: ChannelFacts, orders: Sequence[IncomingOrder]
) -> tuple[dict[str, Goods], dict[str, Goods]]:
    """What the catalog knows of every SKU these orders name, by the channel's variant id and by code."""
    variants = {ln.variant_external_id for o in orders for ln in o.lines if ln.variant_external_id}
    codes = {ln.sku for o in orders for ln in o.lines if ln.sku}
    listed = channels.skus_by_variant(channel.id, variants)
    ((by_code, by_id),) = ask(catalog.question_of_sold(channel.company_id, codes, set(listed.values())))
    by_variant = {variant: _as_goods(by_id[sku]) for variant, sku in listed.items() if sku in by_id}
    return by_variant, {code: _as_goods(one) for code, one in by_code.items()}


def _as_goods(sold: Sold) -> Goods:
    return Goods(sold.id, sold.code, sold.shippable, sold.kind, sold.parts, sold.untracked)
