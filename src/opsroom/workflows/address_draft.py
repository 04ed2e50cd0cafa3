"""Says where a draft goes or who is billed: an address the buyer gave before, or a new row of theirs."""

from __future__ import annotations

from dataclasses import replace

from opsroom.domains.access import rules as access
from opsroom.domains.customers.actions.save_parties import save_parties
from opsroom.domains.customers.country_rules import code_of
from opsroom.domains.customers.rules import PartyDraft
from opsroom.domains.orders import drafts
from opsroom.domains.orders.actions.name_buyer import name_buyer
from opsroom.domains.orders.errors import BadDraft
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor


@in_one_piece
def address_draft(
    actor: Actor,
    company_id: int,
    draft_id: int,
    *,
    party_id: int | None = None,
    told: PartyDraft | None = None,
    bill: bool = False,
) -> None:
    """`bill`: the address of the invoice alone; else the goods go there, and the bill too where it had none of its own.

    An address with problems is taken: the order would be held for it. Raises DraftFixed, BadDraft.
    """
    access.require(actor, "orders.draft", company_id=company_id)
    row = drafts.locked(company_id, draft_id)
    if row.customer_id is None:
        raise BadDraft(why="Say who buys first.")
    if told is not None:
        given = replace(told, customer_id=row.customer_id, country=code_of(told.country) or told.country)
        (party_id,) = save_parties(actor, company_id, [given])
    follows = row.bill_to_id is None or row.bill_to_id == row.ship_to_id
    name_buyer(
        actor,
        company_id,
        draft_id,
        customer_id=int(row.customer_id),
        ship_to_id=row.ship_to_id if bill else party_id,
        bill_to_id=party_id if bill or follows else row.bill_to_id,
    )
