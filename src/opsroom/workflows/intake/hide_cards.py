"""Masks card numbers in what buyers wrote on an incoming order, before anything of it is stored (Y2)."""

from __future__ import annotations

from dataclasses import replace

from opsroom.kernel.values.card_numbers import mask_cards
from opsroom.ports.incoming import IncomingLine, IncomingOrder


def hide_cards(order: IncomingOrder) -> IncomingOrder:
    """The same order where no card number stands in its note, gift message or personal texts."""
    note, gift_message = mask_cards(order.note), mask_cards(order.gift_message)
    lines = tuple(_line(one) for one in order.lines)
    if (note, gift_message, lines) == (order.note, order.gift_message, order.lines):
        return order
    return replace(order, note=note, gift_message=gift_message, lines=lines)


def _line(line: IncomingLine) -> IncomingLine:
    told = tuple((label, mask_cards(text)) for label, text in line.personalisation)
    return line if told == tuple(line.personalisation) else replace(line, personalisation=told)
