"""What a wish for goods comes to before they are sold: pieces by SKU, minutes, a name; refuses what cannot be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from opsroom.domains.catalog import queries as catalog
from opsroom.domains.warehouse.errors import BadHold
from opsroom.kernel.records.questions import ask
from opsroom.kernel.values.limits import (
    CHECKOUT_HOLD_LINES_COUNT_MAX,
    CHECKOUT_HOLD_MINUTES_MAX,
    CHECKOUT_TOKEN_CHARS_MAX,
    TOLD_PIECES_COUNT_MAX,
)


@dataclass(frozen=True, slots=True)
class Goods:
    """What has to be kept: pieces by SKU id, summed over lines and the parts of kits; and how each is called."""

    pieces: Mapping[int, int]
    codes: Mapping[int, str]


def goods_of(company_id: int, lines: Sequence[tuple[str, Decimal | int]]) -> Goods:
    """(code, pieces) as asked. What is not tracked, or not sent, needs no keeping. Raises warehouse.bad_hold."""
    if not lines or len(lines) > CHECKOUT_HOLD_LINES_COUNT_MAX:
        raise BadHold(
            found=f"{len(lines):,}",
            field="number of lines",
            usual=f"Ask for 1 to {CHECKOUT_HOLD_LINES_COUNT_MAX}.",
        )
    codes = {code for code, _ in lines}
    (found,) = ask(catalog.question_of_sold(company_id, codes))
    by_name, _ = catalog.sold(company_id, found, codes)
    pieces: dict[int, int] = {}
    called: dict[int, str] = {}
    for code, asked in lines:
        many, one = whole(asked), by_name.get(code)
        if one is None:
            raise BadHold(
                found=f"“{code[:60]}”", field="SKU we know", usual="Correct the code, or add the product."
            )
        for sku, each in one.parts or ((one.id, 1),):
            if one.shippable and sku not in one.untracked:
                pieces[sku] = pieces.get(sku, 0) + each * many
                called.setdefault(sku, one.code if not one.parts else code)
    return Goods(pieces, called)


def whole(asked: Decimal | int) -> int:
    """A number of pieces that can be meant. Raises warehouse.bad_hold."""
    fits = not isinstance(asked, bool) and (isinstance(asked, int) or asked.is_finite())
    if not fits or asked != int(asked) or not 0 < asked <= TOLD_PIECES_COUNT_MAX:
        raise BadHold(
            found=f"“{str(asked)[:30]}”",
            field="number of pieces",
            usual=f"Ask for 1 to {TOLD_PIECES_COUNT_MAX:,}.",
        )
    return int(asked)


def minutes_of(asked: int) -> int:
    """How long goods can be kept. Raises warehouse.bad_hold."""
    if isinstance(asked, bool) or not 0 < asked <= CHECKOUT_HOLD_MINUTES_MAX:
        raise BadHold(
            found=f"“{asked}”",
            field="number of minutes",
            usual=f"Ask for 1 to {CHECKOUT_HOLD_MINUTES_MAX:,}.",
        )
    return asked


def token_of(asked: str) -> str:
    """The asker's name for it. Raises warehouse.bad_hold."""
    token = asked.strip()
    if not token or len(token) > CHECKOUT_TOKEN_CHARS_MAX or not token.isprintable():
        raise BadHold(
            found=f"“{token[:30]}”",
            field="name of a checkout",
            usual=f"Use up to {CHECKOUT_TOKEN_CHARS_MAX} letters, digits and signs.",
        )
    return token
