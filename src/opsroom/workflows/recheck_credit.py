"""Lets orders held for credit go as soon as their buyer's exposure allows it, the oldest first; holds none anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_tasks import close_tasks
from opsroom.domains.customers import queries as customers
from opsroom.domains.customers.queries import TermsFacts
from opsroom.domains.orders import rows as order_rows
from opsroom.domains.orders.actions.release_credit import release_credit
from opsroom.domains.orders.rows import OnTerms
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.intake.credit import add, owed_before, standing


@in_one_piece
def recheck_credit(
    actor: Actor, company_id: int, customer_ids: Collection[int], *, verb: str = "payments.record"
) -> list[int]:
    """After a payment, a cancellation or a new limit; returns the ids of the orders that were let go.

    It follows from the numbers, whoever brought them, so the program does it by its own right: `actor` only tells
    the way it came, and `verb` is the right it acts by. An order goes in its turn: what waits longer goes first.
    """
    access.require(actor, verb, company_id=company_id)
    granted = {
        pk for pk, one in customers.terms_of(company_id, customer_ids).items() if one.terms_days is not None
    }
    if not granted:
        return []
    customers.lock_customers(granted)  # before the reading: who holds an order meanwhile is waited for
    waiting = {row.customer_id for row in order_rows.on_terms(company_id, granted) if row.held}
    if not waiting:
        return []
    terms = customers.terms_of(company_id, waiting)
    by_buyer: dict[int, list[OnTerms]] = {}
    for row in order_rows.on_terms(company_id, waiting):
        by_buyer.setdefault(row.customer_id, []).append(row)
    free = [pk for buyer, rows in by_buyer.items() for pk in _fitting(company_id, rows, terms.get(buyer))]
    if not free:
        return []
    program = access.system_actor("system.credit", company_ids=frozenset({company_id}), way=actor.way)
    done = release_credit(program, company_id, sorted(free), why="within the limit again")
    close_tasks(program, [f"credit:order:{pk}" for pk in done], reason="within the limit again")
    return done


def _fitting(company_id: int, rows: Sequence[OnTerms], terms: TermsFacts | None) -> list[int]:
    held = [row for row in rows if row.held]
    if terms is None or terms.terms_days is None:
        return []  # nobody granted anything: a person decides
    if terms.credit_limit_minor is None:
        return [row.id for row in held]
    parts = standing(company_id, rows, terms.credit_currency)
    brought = owed_before(company_id, rows[0].customer_id, terms.credit_currency)
    others = [parts[row.id] for row in rows if row.id in parts and not row.held]
    total = add([brought, *others], terms.credit_currency).total
    free: list[int] = []
    for row in held:
        if row.id not in parts or total + parts[row.id].total > terms.credit_limit_minor:
            break
        total += parts[row.id].total
        free.append(row.id)
    return free
