"""Begins an order taken by hand, for a buyer we know, a new one, or nobody yet. Undo: withdraw_draft.

A new buyer is a row of customers at once, so that whoever asks for their data or their erasure finds it there.
"""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.actions.save_customers import save_customers
from opsroom.domains.customers.actions.save_parties import save_parties
from opsroom.domains.customers.country_rules import code_of
from opsroom.domains.customers.rules import CustomerDraft, PartyDraft
from opsroom.domains.orders import queries as orders
from opsroom.domains.orders.actions.name_buyer import name_buyer
from opsroom.domains.orders.actions.start_draft import start_draft
from opsroom.domains.orders.errors import BadDraft
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows._hand_channel import hand_channel


@in_one_piece
def begin_draft(
    actor: Actor,
    company_id: int,
    *,
    draft_id: int | None = None,
    customer_id: int | None = None,
    new_buyer: PartyDraft | None = None,
    known_too: bool = False,
) -> int:
    """Returns the draft's id; with `draft_id` it names the buyer of one that stands.

    A new buyer with an e-mail that a buyer has already is refused until `known_too`: nobody is doubled by a slip, and
    nobody merged by guess. Raises DraftFixed, BadDraft.
    """
    access.require(actor, "orders.draft", company_id=company_id)
    if draft_id is None:
        channel = hand_channel(actor, company_id)
        draft_id = start_draft(
            actor, company_id, currency=channel.currency, prices_include_tax=channel.prices_include_tax
        )
    if new_buyer is not None:
        customer_id, party_id = _new(actor, company_id, new_buyer, known_too)
        name_buyer(
            actor, company_id, draft_id, customer_id=customer_id, ship_to_id=party_id, bill_to_id=party_id
        )
    elif customer_id is not None:
        ship_to, bill_to = last_addresses(actor, company_id, customer_id)
        name_buyer(
            actor, company_id, draft_id, customer_id=customer_id, ship_to_id=ship_to, bill_to_id=bill_to
        )
    return draft_id


def last_addresses(actor: Actor, company_id: int, customer_id: int) -> tuple[int | None, int | None]:
    """Where the buyer's last order went and was billed to, else the newest address they gave, else none."""
    theirs = {one.id for one in customers.parties_by_customer(company_id, [customer_id]).get(customer_id, ())}
    for order in orders.orders_of_customer(actor, customer_id, 1):
        if order.ship_to_id in theirs:
            return order.ship_to_id, order.bill_to_id if order.bill_to_id in theirs else order.ship_to_id
    newest = max(theirs, default=None)
    return newest, newest


def _new(actor: Actor, company_id: int, told: PartyDraft, known_too: bool) -> tuple[int, int | None]:
    """The new buyer's id, and that of their address where one was told."""
    name = told.name or told.organisation
    if not name:
        raise BadDraft(why="Write the buyer's name or company.")
    if told.email and not known_too and customers.has_email(company_id, told.email):
        raise BadDraft(
            why=f"{told.email[:100]} is the e-mail of a buyer we know. Choose them above, or tick that this is another."
        )
    guest = CustomerDraft(external_key=None, name=name, email=told.email, phone=told.phone)
    (customer_id,) = save_customers(actor, company_id, [guest])
    if not any((told.line1, told.city, told.postcode)):
        return customer_id, None
    (party_id,) = save_parties(actor, company_id, [_of(told, customer_id)])
    return customer_id, party_id


def _of(told: PartyDraft, customer_id: int) -> PartyDraft:
    country = code_of(told.country) or told.country
    facts = {name: getattr(told, name) for name in PartyDraft.__dataclass_fields__}
    return PartyDraft(**(facts | {"customer_id": customer_id, "country": country}))
