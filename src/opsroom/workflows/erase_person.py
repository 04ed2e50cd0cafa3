"""Erases a person everywhere but on issued invoices: profile, addresses, words on orders, comments, rows, files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.erase_comments import erase_comments
from opsroom.domains.billing import queries as billing
from opsroom.domains.channels.actions.erase_rows import erase_rows
from opsroom.domains.customers.actions.erase_customer import erase_customer
from opsroom.domains.customers.queries import firms_of_others, names_of
from opsroom.domains.orders.actions.erase_words import erase_words
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.importing.uploads import drop_upload, path_of


@dataclass(frozen=True, slots=True)
class Erased:
    """What went and what law keeps, as numbers."""

    orders: int
    addresses: int
    addresses_kept: int
    files: int


def erase_person(actor: Actor, company_id: int, customer_id: int, *, approved: bool = False) -> Erased:
    """All of it or nothing (P4); a second time it changes nothing. `approved`: an approval for exactly this is spent.

    An address on an invoice is locked away: law keeps the invoice, and nothing else may show it. Totals, books and
    events stay as they are: none of them names a person. Raises UnknownCustomer, OpenOrdersOfPerson.
    """
    access.require(actor, "customers.erase", company_id=company_id, approved=approved)
    with transaction.atomic():
        orders = erase_words(actor, company_id, customer_id, approved=approved)
        invoiced = billing.parties_invoiced(orders)
        theirs = {"orders.order": orders, "customers.customer": [customer_id]}
        named = names_of(company_id, customer_id) - firms_of_others(company_id, customer_id)
        erase_comments(actor, company_id, theirs, words=named, approved=approved)
        emptied, kept = erase_customer(actor, company_id, customer_id, invoiced=invoiced, approved=approved)
        keys = set(erase_rows(actor, company_id, "orders.order", orders, approved=approved))
        keys |= set(erase_rows(actor, company_id, "customers.customer", [customer_id], approved=approved))
        # After the commit, whoever's it is: no rollback brings a file back.
        transaction.on_commit(partial(_drop, keys))
        files = sum(path_of(key).exists() for key in keys)
    return Erased(len(orders), emptied, kept, files)


def _drop(keys: Collection[str]) -> None:
    for key in sorted(keys):
        drop_upload(key)
