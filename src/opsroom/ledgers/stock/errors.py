"""The refusals of the stock book; each names the place and the item, and says what to do."""

from __future__ import annotations

from opsroom.kernel.values.errors import CodedError, Retry


class NotThere(CodedError):
    """A real place would go below zero.

    Facts: place (its kind and code), place_id, item_id, lot_id (None: no lot), on_hand and wanted (Decimal) of the
    first shortage, and `shortages`: the same facts for each of them.
    """

    code = "stock.not_there"
    sentence = (
        "{place} holds {on_hand} of item {item_id}, but {wanted} should leave it. "
        "Nothing was moved; count the place or take the goods from another one."
    )
    retry = Retry.AFTER_FIX


class UnknownPlace(CodedError):
    """A place that is not of this company. Facts: place_ids."""

    code = "stock.unknown_place"
    sentence = "The place {place_ids} is not one of this company's. Nothing was moved; choose another place."
    retry = Retry.NEVER


class UnknownPlaceKind(CodedError):
    """A kind of place nobody defined. Facts: kind, known."""

    code = "stock.unknown_place_kind"
    sentence = "{kind!r} is not a kind of place. Use one of: {known}."
    retry = Retry.NEVER
