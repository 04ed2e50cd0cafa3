"""Reads the form of a draft; what can be read is saved beside what cannot, which stays as typed with a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from opsroom.domains.orders.actions.edit_draft import DraftWords
from opsroom.domains.orders.draft_rules import PAYMENTS, amount_problem, percent_of, quantity_problem
from opsroom.domains.orders.drafts import DraftFacts, DraftLineFacts
from opsroom.interfaces.web.hand.words import rate_text
from opsroom.interfaces.web.parts import Field
from opsroom.kernel.values.amount_text import parse_amount
from opsroom.kernel.values.errors import CodedError
from opsroom.kernel.values.limits import PURCHASE_ORDER_CHARS_MAX, TAG_CHARS_MAX


@dataclass(slots=True)
class Typed:
    """What a form says: the words, quantities and rates that can be saved, and what is wrong by field name."""

    words: DraftWords
    quantities: dict[int, int] = field(default_factory=dict)
    rates: dict[int, Decimal | None] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    below: bool = False  # a tax rate was left out that waits for the word to sell below cost


def read(post: Mapping[str, str], draft: DraftFacts, lines: Sequence[DraftLineFacts], today: date) -> Typed:
    """A field that cannot be read keeps what is stored; a field that is not sent keeps it too."""
    wrong: dict[str, str] = {}
    tags = [tag for tag in post.get("tags", ", ".join(draft.tags)).split(",") if tag.strip()]
    for tag in tags:
        if len(tag.strip()) > TAG_CHARS_MAX:
            wrong["tags"] = (
                f"“{tag.strip()[:TAG_CHARS_MAX]}…” is too long. A tag has {TAG_CHARS_MAX} letters at most."
            )
    number = " ".join(post.get("purchase_order", draft.purchase_order).split())
    if len(number) > PURCHASE_ORDER_CHARS_MAX:
        wrong["purchase_order"] = f"Use {PURCHASE_ORDER_CHARS_MAX} signs at most; this has {len(number)}."
        number = draft.purchase_order
    payment = post.get("payment", draft.payment)
    typed = Typed(
        DraftWords(
            purchase_order=number,
            ship_by=_day(post, draft, today, wrong),
            note=post.get("note", draft.note),
            tags=draft.tags if "tags" in wrong else tags,
            payment=payment if payment in PAYMENTS else draft.payment,
            delivery_method=post.get("delivery_method", draft.delivery_method),
            delivery_minor=_delivery(post, draft, wrong),
        ),
        wrong=wrong,
    )
    for line in lines:
        _line(post, line, draft.currency, typed)
    return typed


def _day(post: Mapping[str, str], draft: DraftFacts, today: date, wrong: dict[str, str]) -> date | None:
    text = post.get("ship_by")
    if text is None:
        return draft.ship_by
    if not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        wrong["ship_by"] = f"“{text.strip()[:20]}” is no day. Write it as {today:%Y-%m-%d}."
        return draft.ship_by
    if found < today and found != draft.ship_by:
        wrong["ship_by"] = "That day is past. Choose today or a later one."
        return draft.ship_by
    return found


def _delivery(post: Mapping[str, str], draft: DraftFacts, wrong: dict[str, str]) -> int:
    text = post.get("delivery")
    if text is None:
        return draft.delivery_minor
    if not text.strip():
        return 0
    try:
        minor = parse_amount(text, draft.currency).minor
    except CodedError as error:
        wrong["delivery"] = error.message
        return draft.delivery_minor
    if minor < 0:
        wrong["delivery"] = "Delivery costs zero or more. Leave it empty for free delivery."
        return draft.delivery_minor
    if why := amount_problem([], minor, draft.currency):
        wrong["delivery"] = why
        return draft.delivery_minor
    return minor


def _line(post: Mapping[str, str], line: DraftLineFacts, currency: str, typed: Typed) -> None:
    pieces, rate = post.get(f"pieces-{line.id}"), post.get(f"rate-{line.id}")
    if pieces is not None:
        plain = pieces.strip().replace(",", "")
        count = int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 12 else 0
        if why := quantity_problem(count, line.priced, currency):
            typed.wrong[f"pieces-{line.id}"] = why
        else:
            typed.quantities[line.id] = count
    if rate is not None and not rate.strip():
        typed.rates[line.id] = None
    elif rate is not None:
        found = percent_of(rate)
        if found is None or found > 1:
            typed.wrong[f"rate-{line.id}"] = f"“{rate.strip()[:20]}” is no tax rate. Write it as 19 for 19 %."
        else:
            typed.rates[line.id] = found


def left_out(
    post: Mapping[str, str],
    fields: Sequence[Field],
    lines: Sequence[DraftLineFacts],
    names: Mapping[int, tuple[str, str]],
) -> list[str]:
    """What was typed on an older page and is not what stands now, as sentences, so that nothing typed is lost."""
    stands = {one.name: (one.label, one.value) for one in fields}
    for line in lines:
        code = names[line.sku_id][0]
        stands[f"pieces-{line.id}"] = (f"Pieces of {code}", str(line.quantity))
        stands[f"rate-{line.id}"] = (f"Tax of {code}", rate_text(line.tax_rate))
    return [
        f"{label}: you typed “{' '.join(post[name].split())}”."
        for name, (label, value) in stands.items()
        if name in post and post[name].split() != value.split()
    ]
