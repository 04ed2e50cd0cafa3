"""Whatever is booked, repeated and reversed in whatever order: every account stands where plain arithmetic says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledgers.small_warehouse import COMPANY

from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.core.errors import AlreadyReversed
from opsroom.ledgers.money import invariants, queries
from opsroom.ledgers.money.post import MoneyTransfer, post_transfers, reverse

MONDAY = date(2026, 11, 23)
codes = st.sampled_from(["revenue", "customer_receivable", "receivable:stripe", "tax_payable:DE", "clearing"])
transfers = st.builds(
    MoneyTransfer, codes, codes, st.integers(1, 10**12), st.sampled_from(["EUR", "USD", "JPY"])
).filter(lambda transfer: transfer.source_account != transfer.target_account)
steps = st.lists(
    st.lists(transfers, min_size=1, max_size=4)
    | st.tuples(st.sampled_from(["again", "reverse"]), st.integers(0, 20)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=steps)
def test_every_account_stands_where_arithmetic_says(
    db: None, packer: Actor, at_commit: Callable[[], None], walk: list[list[MoneyTransfer] | tuple[str, int]]
) -> None:
    with transaction.atomic():
        _follow(packer, walk)
        at_commit()
        transaction.set_rollback(True)


def _follow(packer: Actor, walk: list[list[MoneyTransfer] | tuple[str, int]]) -> None:
    stands: Counter[tuple[str, str]] = Counter()
    booked: list[tuple[str, int, list[MoneyTransfer]]] = []
    undone: set[int] = set()
    for number, step in enumerate(walk):
        if isinstance(step, list):
            entry = post(packer, f"step-{number}", step)
            booked.append((f"step-{number}", entry, step))
            add(stands, step, 1)
        elif booked:
            what, which = step
            key, entry, old = booked[which % len(booked)]
            if what == "again":
                assert post(packer, key, old) == entry
                continue
            try:
                reverse(entry, f"step-{number}", packer, company_id=COMPANY, on_date=MONDAY)
            except AlreadyReversed:
                assert entry in undone
                continue
            assert entry not in undone
            undone.add(entry)
            add(stands, old, -1)
    assert queries.balances(COMPANY) == {key: minor for key, minor in stands.items() if minor}
    zero: Counter[tuple[int, str]] = Counter()
    for leg in queries.legs(COMPANY, [entry for _, entry, _ in booked]):
        zero[(leg.entry_id, leg.currency)] += leg.minor
    assert not any(zero.values())
    assert invariants.broken() == []


def post(actor: Actor, key: str, step: list[MoneyTransfer]) -> int:
    return post_transfers(
        key=key, kind="test.step", transfers=step, on_date=MONDAY, actor=actor, company_id=COMPANY
    )


def add(stands: Counter[tuple[str, str]], step: list[MoneyTransfer], sign: int) -> None:
    for transfer in step:
        stands[(transfer.source_account, transfer.currency)] -= sign * transfer.minor
        stands[(transfer.target_account, transfer.currency)] += sign * transfer.minor
