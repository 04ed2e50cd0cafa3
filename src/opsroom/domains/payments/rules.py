"""Pure decisions about payments: whose account money stands on, and what of an order's money is ours to book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opsroom.kernel.values.money import Money, split_largest_remainder
from opsroom.ledgers.core import accounts

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_NAME_CHARS_MAX = 60


def payment_problem(amount_minor: int, due_minor: int, currency: str) -> str | None:
    """Why this amount cannot have been paid, as a sentence; None when it can. Minor units of `currency`."""
    if due_minor <= 0:
        return "Nothing is due on this order, so nothing can be paid on it."
    if amount_minor <= 0:
        return "The amount must be more than zero. Write what arrived, such as 12.50."
    if amount_minor > due_minor:
        return f"{Money(amount_minor, currency)} is more than the {Money(due_minor, currency)} that is due."
    return None


def processor_of(gateway: str, kind: str) -> str:
    """The processor that holds the money, as an account's name: "Shopify Payments" is shopify_payments.

    Falls back to the payment's kind where the channel named no gateway.
    """
    plain = _NOT_PLAIN.sub("_", gateway.casefold()).strip("_")[:_NAME_CHARS_MAX].strip("_")
    return plain or kind or "other"


def accounts_of(payments: Iterable[tuple[str, str]]) -> set[str]:
    """The accounts that money of new orders stands on, by (gateway, kind) of their payments."""
    holders = {accounts.receivable_from(processor_of(gateway, kind)) for gateway, kind in payments}
    return holders | {accounts.CUSTOMER_PREPAYMENTS} if holders else set()


@dataclass(frozen=True, slots=True)
class SoldLine:
    """An order line in minor units; `units` without cancelled ones, `gone` of them shipped by an earlier tool."""

    net: int
    tax: int
    units: int
    gone: int
    ships: bool


def old_tools_part(lines: Sequence[SoldLine]) -> int:
    """Minor units, gross, that an earlier tool has invoiced of an order: what billing will not invoice any more.

    It invoiced what it shipped, and postage and services with it. What lowers the price goes with our own invoice,
    unless nothing is left to ship.
    """
    if not any(line.gone for line in lines):
        return 0
    if all(line.gone >= line.units for line in lines if line.ships):
        return max(0, sum(line.net + line.tax for line in lines))
    part = 0
    for line in lines:
        if line.net + line.tax < 0:
            continue
        if line.ships and line.gone < line.units:
            weights = [line.gone, line.units - line.gone]
            part += sum(split_largest_remainder(minor, weights)[0] for minor in (line.net, line.tax))
        else:
            part += line.net + line.tax
    return part


def beyond(settled: int, before: int, now: int) -> int:
    """What of a payment of `now` exceeds `settled`, after payments of `before` came: the oldest debt is paid first.

    Over all payments of an order it comes to what they exceed `settled` by, however they are cut.
    """
    return max(0, before + now - settled) - max(0, before - settled)


def withheld(tax: int, total: int, before: int, now: int) -> int:
    """What a channel keeps back as tax of a payment of `now`, after payments of `before`: all of them keep the tax.

    Cut however they are, payments that come to the total are less by the tax, to the minor unit; what exceeds the
    total is kept back from no more.
    """
    if total <= 0:
        return 0
    until_now, until_before = (tax * min(paid, total) // total for paid in (before + now, before))
    return until_now - until_before
