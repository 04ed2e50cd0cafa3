"""Coded failures of purchasing: orders that are not there, are not open or cannot be so; refuses vague answers."""

from __future__ import annotations

from typing import ClassVar

from opsroom.kernel.values.errors import CodedError, Retry


class UnknownPurchase(CodedError):
    """A purchase order that this company does not have."""

    code: ClassVar[str] = "purchasing.order_missing"
    sentence: ClassVar[str] = (
        "There is no such purchase order. The list under Stock, Purchase orders shows those there are."
    )
    retry: ClassVar[Retry] = Retry.NEVER


class WrongState(CodedError):
    """A step that the order's state does not allow. Facts: number, state, what."""

    code: ClassVar[str] = "purchasing.wrong_state"
    sentence: ClassVar[str] = "{number} is {state} by now, so it cannot be {what}. Look at its history."
    retry: ClassVar[Retry] = Retry.NEVER


class ReasonMissing(CodedError):
    """Pieces that will not come need a reason: buyers ask for it months later. Facts: number."""

    code: ClassVar[str] = "purchasing.reason_missing"
    sentence: ClassVar[str] = "Say why the rest of {number} will not come, such as “discontinued”."
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class BadDay(CodedError):
    """A day on which nothing can arrive. Facts: found."""

    code: ClassVar[str] = "purchasing.bad_day"
    sentence: ClassVar[str] = (
        "“{found}” is no day on which goods arrive. Write it as 2026-12-24, or leave it empty."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX
