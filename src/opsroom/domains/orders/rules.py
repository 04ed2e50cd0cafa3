"""Pure decisions about an order: the one word shown, what forbids its release, when it must leave, what lines cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from opsroom.kernel.values.limits import TAG_CHARS_MAX
from opsroom.kernel.values.money import Money

# Payment is a release condition, not a step: with these the goods may leave.
RELEASABLE_PAYMENT = frozenset({"captured", "authorised", "terms", "cod", "guaranteed", "part_refunded"})
# The goods are with the warehouse: on paper, in a tote or in a box.
IN_HAND = frozenset({"released", "picking", "picked", "packing", "packed"})


class Word(StrEnum):
    """The one word a person sees, derived from the axes by `display_word` and never stored."""

    HISTORY = "history"
    LISTENING = "listening"
    CANCELLED = "cancelled"
    TEST = "test"
    ELSEWHERE = "elsewhere"
    SHIPPED = "shipped"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    PACKED = "packed"
    PACKING = "packing"
    PICKED = "picked"
    PICKING = "picking"
    RELEASED = "released"
    UNKNOWN_SKU = "unknown_sku"
    PAYMENT_PENDING = "payment_pending"
    PART_SHIPPED = "part_shipped"
    SHORT = "short"
    READY = "ready"
    OPEN = "open"


WORD_TEXT = {
    Word.HISTORY: "History",
    Word.LISTENING: "Listening only",
    Word.CANCELLED: "Cancelled",
    Word.TEST: "Test order",
    Word.ELSEWHERE: "Shipped elsewhere",
    Word.SHIPPED: "Shipped",
    Word.CLOSED: "Closed",
    Word.ON_HOLD: "On hold",
    Word.PACKED: "Packed",
    Word.PACKING: "Packing",
    Word.PICKED: "Picked",
    Word.PICKING: "Picking",
    Word.RELEASED: "Released",
    Word.UNKNOWN_SKU: "Unknown SKU",
    Word.PAYMENT_PENDING: "Payment pending",
    Word.PART_SHIPPED: "Part shipped",
    Word.SHORT: "Short",
    Word.READY: "Ready",
    Word.OPEN: "Open",
}


@dataclass(frozen=True, slots=True)
class Axes:
    """The facts from which the word and the release refusal follow."""

    mode: str
    state: str
    payment_state: str
    allocation_state: str
    fulfilment_state: str
    fulfilled_by: str
    on_hold: bool
    is_test: bool
    has_unknown_sku: bool


def display_word(axes: Axes) -> Word:
    """The word by precedence, first that applies: what ended it, what stops it, how far the goods have come.

    `queries.WORD_SQL` says the same in SQL; a test compares the two over every combination.
    """
    if axes.state == "cancelled":
        return Word.CANCELLED
    if axes.is_test:
        return Word.TEST
    if axes.mode == "history":
        return Word.HISTORY
    if axes.mode == "listening":
        return Word.LISTENING
    if axes.fulfilment_state == "elsewhere":
        return Word.ELSEWHERE
    if axes.fulfilment_state == "shipped":
        return Word.SHIPPED
    if axes.state == "closed":
        return Word.CLOSED
    if axes.on_hold:
        return Word.ON_HOLD
    if axes.fulfilment_state in ("packed", "packing", "picked", "picking", "released"):
        return Word(axes.fulfilment_state)
    if axes.has_unknown_sku:
        return Word.UNKNOWN_SKU
    if axes.payment_state not in RELEASABLE_PAYMENT:
        return Word.PAYMENT_PENDING
    if axes.allocation_state in ("short", "unallocated"):
        return Word.SHORT
    if axes.fulfilment_state == "part_shipped":
        return Word.PART_SHIPPED
    if axes.allocation_state == "allocated":
        return Word.READY
    return Word.OPEN


def release_refusal(axes: Axes) -> str | None:
    """Why the order may not be released now, as a sentence; None when it may."""
    word = display_word(axes)
    reasons = {
        Word.CANCELLED: "It is cancelled.",
        Word.TEST: "It is a test order and is never shipped.",
        Word.HISTORY: "It is history and was shipped before.",
        Word.LISTENING: "Its channel only listens: the old tool sends it until the channel is taken over.",
        Word.ELSEWHERE: "It is not shipped by us.",
        Word.SHIPPED: "It has left already.",
        Word.CLOSED: "It is closed.",
        Word.ON_HOLD: "It is on hold.",
        Word.UNKNOWN_SKU: "A line has a SKU nobody knows. Match it first.",
        Word.PAYMENT_PENDING: "Its payment is still pending.",
        Word.SHORT: "Stock is short for it.",
        Word.OPEN: "Nothing in it needs shipping.",
    }
    if word in (Word.READY, Word.PART_SHIPPED):
        return None
    return reasons.get(word, "It is released already.")


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """Net, tax and gross of a line in minor units; gross = net + tax by construction."""

    net: int
    tax: int

    @property
    def gross(self) -> int:
        """What the customer pays for the line."""
        return self.net + self.tax


def line_amounts(total_minor: int, taxes_minor: Sequence[int], *, includes_tax: bool) -> LineAmounts:
    """Amounts of a line as the channel charged it: the tax it told is recorded, never computed again.

    `total_minor` is the line after discount, with tax when `includes_tax`.
    """
    tax = sum(taxes_minor)
    return LineAmounts(total_minor - tax, tax) if includes_tax else LineAmounts(total_minor, tax)


def cancel_refusal(axes: Axes) -> str | None:
    """Why the order may not be cancelled now, as a sentence; None when it may."""
    if axes.state == "cancelled":
        return "It is cancelled already."
    if axes.mode == "history" or axes.is_test:
        return "It is history or a test; there is nothing to cancel."
    if axes.mode == "listening":
        return "Its channel only listens. Cancel it at the channel or in the old tool; it follows."
    if axes.fulfilment_state == "elsewhere":
        return "It is not shipped by us. Cancel it where it is shipped from."
    if axes.fulfilment_state in ("shipped", "part_shipped"):
        return "Goods of it have left already. They can only come back as a return."
    if axes.fulfilment_state in IN_HAND:
        return "It is with the warehouse already. Take it back from its wave first."
    if axes.state != "open":
        return "It is closed."
    return None


def edit_refusal(axes: Axes) -> str | None:
    """Why address and SKUs may not be corrected now, as a sentence; None when they may."""
    if axes.state != "open" or axes.mode != "live":
        return "It is not open any more."
    if axes.fulfilment_state in IN_HAND:
        return "Its papers are printed: it is with the warehouse. Take it back from its wave first."
    return None


def hold_sentence(reason: str, detail: str) -> str:
    """What a hold says on the order's page."""
    words = {
        "address": "The address needs a look",
        "amounts": "The amounts do not add up",
        "unknown_sku": "A SKU is unknown",
        "payment": "The payment needs a look",
        "changed": "The channel changed it",
        "duplicate": "It may be a duplicate",
        "credit": "Over the credit limit",
        "counted": "The shelf has less than was released",
        "rule": "Held by a rule",
        "by_hand": "Held by hand",
    }
    head = words.get(reason, "On hold")
    return f"{head}: {detail}" if detail else f"{head}."


def told_tags(tags: Iterable[str]) -> set[str]:
    """A channel's tags as we keep them: blanks collapsed, cut to what a tag may hold, empty ones left out."""
    return {" ".join(tag.split())[:TAG_CHARS_MAX] for tag in tags} - {""}


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a buyer owes or will owe, in minor units of `currency`: on invoices, and in open orders on terms."""

    invoiced: int
    in_orders: int
    currency: str

    @property
    def total(self) -> int:
        """Both together."""
        return self.invoiced + self.in_orders


def credit_sentence(before: Exposure, order_minor: int, limit_minor: int) -> str | None:
    """Why an order of `order_minor` goes over the limit, with every number; None when it stays within."""
    total = before.total + order_minor
    if total <= limit_minor:
        return None
    said = {
        name: str(Money(minor, before.currency))
        for name, minor in (
            ("invoiced", before.invoiced),
            ("orders", before.in_orders),
            ("own", order_minor),
            ("total", total),
            ("over", total - limit_minor),
            ("limit", limit_minor),
        )
    }
    return (
        "unpaid invoices {invoiced} + open orders {orders} + this order {own} = {total}, "
        "{over} over the limit of {limit}."
    ).format(**said)


def order_number(prefix: str, name: str, external_id: str) -> str:
    """Our number of a channel's order: its prefix and the channel's own name without signs, "SH-1001"."""
    kept = "".join(c for c in name.strip().lstrip("#") if c.isalnum() or c in "-_")
    own = (
        kept.removeprefix(f"{prefix}-") or "".join(c for c in external_id if c.isalnum() or c in "-_") or "0"
    )
    return f"{prefix}-{own}"
