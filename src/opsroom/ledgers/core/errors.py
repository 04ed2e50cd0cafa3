"""The refusals both books have in common; each says what was found and what to do."""

from __future__ import annotations

from opsroom.kernel.values.errors import CodedError, Retry


class KeyReused(CodedError):
    """The same idempotency key came with other content. Facts: key, entry_id (None inside one batch)."""

    code = "ledgers.key_reused"
    sentence = (
        "The posting key {key} was used before with other content (entry {entry_id}). "
        "Nothing was posted; use a new key for a new posting."
    )
    retry = Retry.NEVER


class EmptyEntry(CodedError):
    """An entry without moves says nothing. Facts: key."""

    code = "ledgers.empty_entry"
    sentence = "The posting {key} moves nothing. Nothing was posted; give it at least one move."
    retry = Retry.NEVER


class BadEntry(CodedError):
    """A field of an entry cannot be true. Facts: key, what."""

    code = "ledgers.bad_entry"
    sentence = "The posting {key} cannot be booked: {what}. Nothing was posted."
    retry = Retry.AFTER_FIX


class UnknownEntry(CodedError):
    """No such entry in this company. Facts: entry_id."""

    code = "ledgers.unknown_entry"
    sentence = "There is no entry {entry_id} in this company's book. Check the number."
    retry = Retry.NEVER


class AlreadyReversed(CodedError):
    """An entry is reversed at most once. Facts: entry_id, by_id."""

    code = "ledgers.already_reversed"
    sentence = "Entry {entry_id} was already reversed by entry {by_id}. Nothing was posted."
    retry = Retry.NEVER


class ReversalStands(CodedError):
    """A reversal is final. Facts: entry_id."""

    code = "ledgers.reversal_stands"
    sentence = "Entry {entry_id} is itself a reversal and stays. Post the original movement again instead."
    retry = Retry.NEVER
