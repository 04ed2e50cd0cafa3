"""Pure decisions of billing: the share of an order line that one shipment invoices; refuses to compute tax anew.

Net, tax and gross of an order line were stored when it was taken in. An invoice takes shares of them by largest
remainder over all units, so that part invoices always add up to the line, to the cent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from opsroom.kernel.values.money import split_largest_remainder

# Row of numbers -> the prefix it begins with here, as long as nobody lets it go on from elsewhere.
SERIES: Mapping[str, str] = {"invoice": "INV-", "credit_note": "CN-"}
_DIGITS = re.compile(r"[0-9]{1,18}")
_NUMBER = re.compile(r"([A-Za-z0-9/._-]{0,20}?)([0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class Numbering:
    """A row of numbers: prefix, width of the number with zeros in front, and the next one."""

    prefix: str
    digits: int
    next_number: int


def numbering_after(last: str) -> Numbering | None:
    """What follows a number such as RE-2026-004711; None when it does not end in digits. A width may grow."""
    found = _NUMBER.fullmatch(last.strip())
    if found is None:
        return None
    return Numbering(found[1], len(found[2]), int(found[2]) + 1)


def number_in(number: str, row: Numbering) -> int | None:
    """Which number of the row is written so on paper; None where the row never writes it."""
    rest = number.removeprefix(row.prefix)
    if (rest == number and row.prefix) or not _DIGITS.fullmatch(rest):
        return None
    return int(rest) if rest == f"{int(rest):0{row.digits}d}" else None


@dataclass(frozen=True, slots=True)
class Share:
    """Minor units of an order line that belong to some of its units."""

    net: int
    tax: int
    discount: int

    @property
    def gross(self) -> int:
        """Net and tax together."""
        return self.net + self.tax


def share(line_net: int, line_tax: int, line_discount: int, units: int, before: int, now: int) -> Share:
    """The share of units number before+1 to before+now of a line of `units`; shares of all units sum to the line."""
    if not 0 <= before <= before + now <= units or units == 0:
        raise ValueError(f"units {before + 1} to {before + now} of {units}")
    parts = [before, now, units - before - now]
    return Share(
        net=split_by_units(line_net, parts),
        tax=split_by_units(line_tax, parts),
        discount=split_by_units(line_discount, parts),
    )


def split_by_units(total: int, parts: Sequence[int]) -> int:
    """The middle part's share: what is due after it less what was due before it, each rounded the same way.

    Cumulative rounding keeps every part within one minor unit of exact and needs no memory of earlier invoices.
    """
    before, now, rest = parts
    until_before = split_largest_remainder(total, [before, now + rest])[0] if before else 0
    until_now = split_largest_remainder(total, [before + now, rest])[0] if rest else total
    return until_now - until_before


@dataclass(frozen=True, slots=True)
class TaxLine:
    """Net and tax of one rate on an invoice."""

    rate: Decimal
    net: int
    tax: int


def taxes_by_rate(lines: Iterable[tuple[Decimal, int, int]]) -> list[TaxLine]:
    """Sums (rate, net, tax) per rate, highest rate first."""
    sums: dict[Decimal, tuple[int, int]] = {}
    for rate, net, tax in lines:
        had = sums.get(rate, (0, 0))
        sums[rate] = (had[0] + net, had[1] + tax)
    return [TaxLine(rate, net, tax) for rate, (net, tax) in sorted(sums.items(), reverse=True)]


@dataclass(frozen=True, slots=True)
class Creditable:
    """What is left of an invoice line after earlier credit notes: units, net and tax in minor units."""

    units: int
    net: int
    tax: int

    @property
    def gross(self) -> int:
        """Net and tax together; below zero for what lowers the price."""
        return self.net + self.tax


def credit_due(invoiced: int, credited: int, kept: int, most: int) -> int:
    """What must be credited: what is invoiced beyond the money kept, at most what went back or was called off."""
    return max(0, min(invoiced - credited - kept, most, invoiced - credited))


def credit(
    lines: Sequence[Creditable], units: Mapping[int, int], amount: int
) -> dict[int, tuple[int, Share]]:
    """By place in `lines`: units taken back and the share of the line; the shares come to `amount`, gross.

    `units` by place are those told to come back. Where they are worth more than the amount, each gives less; where
    less, the rest lowers the price of all lines alike. Raises ValueError for more than there is.
    """
    whole = sum(line.gross for line in lines)
    if not 0 < amount <= whole:
        raise ValueError(f"{amount} of {whole}")
    if amount == whole:
        return {
            place: (line.units, Share(line.net, line.tax, 0))
            for place, line in enumerate(lines)
            if line.gross
        }
    back = {
        p: min(many, lines[p].units) for p, many in units.items() if lines[p].units and lines[p].gross > 0
    }
    worth = {
        p: share(ln.net, ln.tax, 0, ln.units, 0, back[p]).gross for p, ln in enumerate(lines) if back.get(p)
    }
    if sum(worth.values()) >= amount:
        taken = dict(zip(worth, split_largest_remainder(amount, list(worth.values())), strict=True))
    else:
        taken = _lowered(lines, worth, amount - sum(worth.values()))
    return {p: (back.get(p, 0), _part(lines[p], gross)) for p, gross in sorted(taken.items()) if gross}


def _lowered(lines: Sequence[Creditable], taken: Mapping[int, int], rest: int) -> dict[int, int]:
    """Gross by place with `rest` spread over what is left of all lines; what lowers the price gives back its part."""
    left = [line.gross - taken.get(place, 0) for place, line in enumerate(lines)]
    below = {p: -(-minor * rest // sum(left)) for p, minor in enumerate(left) if minor < 0}
    above = [max(0, minor) for minor in left]
    more = split_largest_remainder(rest - sum(below.values()), above)
    found = {p: taken.get(p, 0) + minor for p, minor in enumerate(more)}
    return found | below


def _part(line: Creditable, gross: int) -> Share:
    """So much of a line, its tax in proportion."""
    rest = abs(line.gross) - abs(gross)
    tax = split_largest_remainder(line.tax, [abs(gross), rest])[0]
    return Share(gross - tax, tax, 0)


def channel_account(code: str) -> str:
    """A channel's code as it stands in an account's name."""
    return "".join(c if c.isalnum() else "_" for c in code.lower()).strip("_") or "channel"
