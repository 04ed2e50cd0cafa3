"""Pure decisions of billing: the share of an order line that one shipment invoices; refuses to compute tax anew.

Net, tax and gross of an order line were stored when it was taken in. An invoice takes shares of them by largest
remainder over all units, so that part invoices always add up to the line, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from opsroom.kernel.values.money import split_largest_remainder


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
