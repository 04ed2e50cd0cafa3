"""Every word on what a draft is and what happened to it, in one place; reads no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from opsroom.domains.orders.draft_rules import OVERRIDE_REASONS
from opsroom.domains.orders.drafts import DraftFacts, DraftLineFacts
from opsroom.domains.orders.errors import BelowCost
from opsroom.interfaces.web.parts import Status, Tone
from opsroom.interfaces.web.wording import day, money, quantity
from opsroom.kernel.values.currencies import minor_digits
from opsroom.kernel.values.money import to_minor
from opsroom.workflows.foretell_credit import Foretold

STATES: Final[Mapping[str, tuple[str, Tone]]] = {
    "draft": ("Draft", "info"),
    "quoted": ("Quoted", "alt"),
    "expired": ("Expired", "warn"),
    "accepted": ("Placed", "ok"),
    "withdrawn": ("Withdrawn", ""),
}
HAPPENED: Final[Mapping[str, tuple[str, Tone]]] = {
    "orders.draft.created": ("Draft begun", ""),
    "orders.draft.quoted": ("Quoted", "info"),
    "orders.draft.renewed": ("Quote renewed", "info"),
    "orders.draft.revised": ("Quote taken up again", "warn"),
    "orders.draft.expired": ("Quote expired", "warn"),
    "orders.draft.accepted": ("Placed as an order", "ok"),
    "orders.draft.withdrawn": ("Withdrawn", "bad"),
    "orders.draft.price_overridden": ("Another price than the list's", "warn"),
    "orders.draft.price_taken_back": ("The list's price again", ""),
    "orders.draft.prices_renewed": ("Today's prices taken", "info"),
}


def status_of(draft: DraftFacts, today: date) -> Status:
    """Where it stands; a quote whose day is over says so before the clerk of the house has noted it."""
    text, tone = STATES["expired" if draft.is_over(today) else draft.state]
    return Status(text=text, tone=tone)


def discount_text(line: DraftLineFacts, currency: str) -> str:
    """A discount as it is written: "10 %", "5.00", nothing."""
    if line.discount_rate:
        return f"{(line.discount_rate * 100).normalize():f} %"
    return money(line.discount_minor, currency, sign=False) if line.discount_minor else ""


def price_text(value: Any, currency: str) -> str:
    """A unit price with the currency's digits, more only where it has them; a dash where nobody knows it."""
    if value is None:
        return "–"
    digits = max(minor_digits(currency), -int(value.normalize().as_tuple().exponent))
    return f"{value:,.{digits}f}"


def price_note(line: DraftLineFacts, currency: str) -> str:
    """Beside a price: what the list says, what is off, why; or what it cost before."""
    said = []
    if line.override_reason:
        listed = (
            f"list {price_text(line.list_price, currency)}"
            if line.list_price is not None
            else "not in the list"
        )
        off = discount_text(line, currency)
        said = [listed, f"{off} off" if off else "", OVERRIDE_REASONS[line.override_reason].lower()]
    elif line.list_price is None:
        said = ["no list price"]
    if line.old_price is not None and line.old_price != line.unit_price:
        said.append(f"was {price_text(line.old_price, currency)}")
    return ", ".join(part for part in said if part)


def promise_text(free: int | None, wanted: int) -> tuple[str, Tone]:
    """What can be promised of a line, with its tone; stock that nobody counts promises nothing and forbids nothing."""
    if free is None:
        return "not tracked", ""
    if free >= wanted:
        return f"{quantity(free)} free", "ok"
    return (f"only {quantity(free)} of {quantity(wanted)} free" if free else "none free", "warn")


def rate_text(value: Any) -> str:
    """A tax rate as it is typed: 0.19 as 19, 0.055 as 5.5; nothing while it is not known."""
    return "" if value is None else f"{(value * 100).normalize():f}"


def held_text(told: Foretold) -> str:
    """What placing would do to the buyer's limit."""
    if told.over_minor is None:
        return f"Will be held: {told.sentence}"
    over = money(told.over_minor, told.currency, sign=False)
    return f"Will be held: {over} over its limit of {money(told.limit_minor, told.currency, sign=False)}."


def why(
    kind: str, reason: str, data: Mapping[str, Any], currency: str, codes: Mapping[int, str], today: date
) -> str:
    """What an event's own facts say beside its title."""
    if kind == "orders.draft.price_overridden":
        sku = codes.get(int(data.get("sku") or 0), "")
        less = _off(data, currency)
        return f"{sku} at {_price(data.get('to'), currency)}{less}, {reason.lower()}".strip()
    if kind == "orders.draft.price_taken_back":
        return codes.get(int(data.get("sku") or 0), "")
    if kind in ("orders.draft.quoted", "orders.draft.renewed") and data.get("valid_until"):
        until = day(date.fromisoformat(str(data["valid_until"])), today)
        return f"{money(data.get('total_minor'), currency)}, valid until {until}"
    return reason


def _off(data: Mapping[str, Any], currency: str) -> str:
    rate, minor = Decimal(str(data.get("discount_rate") or 0)), int(data.get("discount_minor") or 0)
    if rate:
        return f" less {(rate * 100).normalize():f} %"
    return f" less {money(minor, currency)}" if minor else ""


def _price(value: object, currency: str) -> str:
    return money(to_minor(Decimal(str(value)), currency), currency) if value is not None else "–"


def field_words(
    name: str, lines: Sequence[DraftLineFacts], names: Mapping[int, tuple[str, str]], said: str
) -> str:
    """What is wrong with a field, with the field's name before it; "" is the whole form."""
    known = {
        "purchase_order": "Their order number",
        "ship_by": "To be sent by",
        "delivery": "Delivery charge",
        "tags": "Tags",
    }
    if name in known:
        return f"{known[name]}: {said}"
    what, _, line_id = name.partition("-")
    code = next((names[line.sku_id][0] for line in lines if str(line.id) == line_id), "")
    return f"{'Pieces' if what == 'pieces' else 'Tax'} of {code}: {said}" if code else said


def below_text(error: BelowCost, *, may_tell: bool) -> str:
    """Why a tax rate was not stored, and who stores it all the same."""
    who = "Press “Sell below cost” to store it" if may_tell else "Somebody who may set prices can store it"
    return f"At this rate {error.facts['sku']} sells {error.facts['below']} below what it costs. {who}."


def seen(text: str) -> int | None:
    """The total a page showed, as its form brings it back."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def version_of(text: str) -> int:
    """Which version of the draft a page showed, as its form brings it back; 0, which none has, where it tells none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def chosen_prices(text: str) -> tuple[str, int | None]:
    """Which prices were chosen and the sum that stood beside them, as the list of a form brings it: "today:2870"."""
    prices, _, minor = text.partition(":")
    return prices, seen(minor)
