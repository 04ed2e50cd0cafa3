"""Every kind of task in one table: its words, where it is fixed, who owns it at first, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of exception.

    `one`, `many` hold {n}; `act` is the button, `verb` what it needs, `place` the page where all of them are fixed at
    once, or their list where each is fixed on its own; `row_place` fixes a single one ({id}: the subject). Who lacks
    `sees` is not shown the task at all.
    `by_hand`: a person may end it with a reason while its cause stands; every other ends with its cause alone.
    """

    role: str
    one: str
    many: str
    act: str
    place: str
    verb: str
    row_place: str
    sees: str
    ends: str
    by_hand: bool = False


KINDS: Final[dict[str, Kind]] = {
    "bad_address": Kind(
        role="desk",
        one="{n} bad address",
        many="{n} bad addresses",
        act="Fix",
        place="/orders/fix-addresses",
        verb="orders.edit",
        row_place="/orders/{id}",
        sees="orders.view",
        ends="the address passes its country's rules, or the order has ended",
    ),
    "unknown_sku": Kind(
        role="desk",
        one="{n} order with a SKU nobody knows",
        many="{n} orders with SKUs nobody knows",
        act="Match",
        place="/orders/match-skus",
        verb="orders.edit",
        row_place="/orders/{id}",
        sees="orders.view",
        ends="every line has a SKU, or the order has ended",
    ),
    "short": Kind(
        role="desk",
        one="{n} order short of stock",
        many="{n} orders short of stock",
        act="See what lacks",
        place="/orders?view=short",
        verb="orders.view",
        row_place="/orders/{id}",
        sees="orders.view",
        ends="stock is set aside for all of it, or the order has ended",
    ),
    "changed_at_channel": Kind(
        role="desk",
        one="{n} order changed at its channel",
        many="{n} orders changed at their channel",
        act="Look",
        place="/orders?view=on_hold&reason=changed",
        verb="orders.view",
        row_place="/orders/{id}",
        sees="orders.view",
        ends="its hold is released or the order is cancelled; without a hold, when somebody has looked",
        by_hand=True,
    ),
    "credit": Kind(
        role="bookkeeper",
        one="{n} order over its credit limit",
        many="{n} orders over their credit limit",
        act="Look",
        place="/orders?view=on_hold&reason=credit",
        verb="orders.view",
        row_place="/orders/{id}",
        sees="orders.view",
        ends="payments or a new limit make room, a person lets it go with a reason, or the order has ended",
    ),
    "refund": Kind(
        role="bookkeeper",
        one="{n} payment to send back",
        many="{n} payments to send back",
        act="Look",
        place="/orders?view=cancelled",
        verb="orders.view",
        row_place="/orders/{id}",
        sees="payments.view",
        ends="the channel tells that the money went back, or somebody says where it was sent back",
        by_hand=True,
    ),
    "count": Kind(
        role="warehouse",
        one="{n} bin to count",
        many="{n} bins to count",
        act="Count",
        place="/tasks?kind=count",
        verb="warehouse.count",
        row_place="/stock/{id}/count",
        sees="warehouse.view",
        ends="the bin is counted",
    ),
    "approval": Kind(
        role="manager",
        one="{n} request beyond a limit to approve",
        many="{n} requests beyond a limit to approve",
        act="Decide",
        place="/stock/approvals",
        verb="access.decide_approval",
        row_place="/stock/approvals",
        sees="access.decide_approval",
        ends="another person agrees or refuses, or the day of the request is over",
    ),
    "approve_erasure": Kind(
        role="bookkeeper",
        one="{n} erasure of a person to approve",
        many="{n} erasures of people to approve",
        act="Decide",
        place="/customers/erasures",
        verb="customers.approve_erasure",
        row_place="/customers/erasures",
        sees="customers.approve_erasure",
        ends="another person agrees or refuses, or the day of the request is over",
    ),
    "import_rows": Kind(
        role="desk",
        one="{n} file with rows to fix",
        many="{n} files with rows to fix",
        act="Fix",
        place="/import",
        verb="imports.view",
        row_place="/import/{id}",
        sees="imports.view",
        ends="no row of the file is wrong or asks a question, or the file is taken back",
    ),
}

# What is asked for, by the verb it is asked for.
OF_APPROVAL: Final = {
    "warehouse.adjust": "approval",
    "customers.export": "approval",
    "customers.erase": "approve_erasure",
}
# Why a task was ended by hand. Chosen, not typed: the reason stands in the event, which holds no names.
END_REASONS: Final[dict[str, str]] = {
    "looked_at": "Looked at, nothing to do",
    "agreed": "Agreed with the customer",
    "sent_back_at_channel": "Money sent back at the channel",
    "sent_back_by_bank": "Money sent back by bank",
    "kept": "Kept as it is, on purpose",
}


def kind_of(key: str) -> Kind:
    """The kind's row; a kind without one is drawn by its own name and can be looked at only."""
    plain = key.replace("_", " ")
    return KINDS.get(key) or Kind(
        role="manager",
        one=f"{{n}} task: {plain}",
        many=f"{{n}} tasks: {plain}",
        act="",
        place="",
        verb="access.tasks",
        row_place="",
        sees="access.tasks",
        ends="its cause is gone",
    )
