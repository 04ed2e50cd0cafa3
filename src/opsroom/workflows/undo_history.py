"""Takes the documents of an old history back: orders nobody touched go, and articles that only they named.

It is the undo of accept_history. Refuses nothing quietly: what stays says why.
"""

from __future__ import annotations

from collections.abc import Sequence

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.actions.remove_alias import remove_alias
from opsroom.domains.catalog.actions.remove_skus import remove_skus
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.mark_documents import mark_undone
from opsroom.domains.orders import queries as orders
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.accept_history import tell_cancelled
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.undo_orders import undo_orders

Document = tuple[int, int | None, str]


@in_one_piece
def undo_history(actor: Actor, setting: Setting, documents: Sequence[Document]) -> None:
    """`documents`: a chunk of queries.history_orders; an empty one ends the undo with what the orders left behind."""
    company_id, import_id = setting.company.id, setting.facts.id
    access.require(actor, "imports.undo", company_id=company_id)
    if not documents:
        tell_cancelled(actor, company_id, import_id, back=True)
        remove_alias(actor, company_id, setting.facts.effects.get("aliases", []))
        _drop_articles(actor, setting)
        return
    made = {order_id: pk for pk, order_id, effect in documents if order_id is not None and effect == "new"}
    _, stay = undo_orders(actor, import_id, company_id=company_id, order_ids=list(made))
    kept = {made[order_id]: why for order_id, why in stay}
    mark_undone(actor, import_id, kept, [pk for pk, _, _ in documents if pk not in kept])


def _drop_articles(actor: Actor, setting: Setting) -> None:
    """Articles added for a history go when nothing names them any more: no order, shelf, listing, kit or person."""
    company_id = setting.company.id
    untouched = catalog.sold_skus(company_id, channels.sold_codes(setting.facts.id))
    named = orders.skus_named(company_id, untouched)
    named |= {sku_id for _, sku_id, _, _ in channels.listings_of(untouched)}
    named |= set(warehouse.stock(actor).filter(sku_id__in=untouched).values_list("sku_id", flat=True))
    named |= catalog.kits_holding(untouched)
    going = [pk for pk in untouched if pk not in named]
    remove_alias(actor, company_id, [alias for alias, _, _ in catalog.aliases_of(company_id, going)])
    remove_skus(actor, company_id, going, mark=setting.facts.name)
