"""The refusals of the money book; each names the account or the amounts, and says what to do."""

from __future__ import annotations

from opsroom.kernel.values.errors import CodedError, Retry


class UnknownAccount(CodedError):
    """A code that neither the company's chart nor the standard chart has. Facts: account."""

    code = "money.unknown_account"
    sentence = "There is no account {account}. Nothing was booked; open the account or use one of the chart."
    retry = Retry.AFTER_FIX


class DoesNotAddUp(CodedError):
    """The parts of a document differ from its total. Facts: what, parts, total, currency (minor units)."""

    code = "money.does_not_add_up"
    sentence = (
        "The parts of the {what} add up to {parts} minor units of {currency}, its total says {total}. "
        "Nothing was booked; correct the document first."
    )
    retry = Retry.AFTER_FIX


class BadAmount(CodedError):
    """A part that cannot be below zero is. Facts: what, minor, currency."""

    code = "money.bad_amount"
    sentence = "The {what} is {minor} minor units of {currency}. It cannot be below zero; nothing was booked."
    retry = Retry.AFTER_FIX
