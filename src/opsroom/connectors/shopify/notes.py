"""Names under which shops keep a gift message or a wished day in an order's notes; refuses to read any other note."""

from __future__ import annotations

from collections.abc import Mapping

GIFT_NOTES = ("gift message", "gift_message", "gift note", "gift-message")
SHIP_BY_NOTES = ("ship by", "ship_by", "ship-by", "latest ship date")
DELIVER_BY_NOTES = ("delivery date", "deliver by", "deliver_by", "delivery_date")


def first_note(notes: Mapping[str, str], names: tuple[str, ...]) -> str:
    """The first of these notes that says something."""
    return next((notes[name] for name in names if notes.get(name)), "")
