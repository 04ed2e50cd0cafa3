"""Coded failures of customers: people who are not there or were erased; refuses to tell strangers which."""

from __future__ import annotations

from typing import ClassVar

from opsroom.kernel.values.errors import CodedError, Retry


class UnknownCustomer(CodedError):
    """A customer id that this company does not have."""

    code: ClassVar[str] = "customers.customer_missing"
    sentence: ClassVar[str] = (
        "There is no such customer. The list under Customers shows everybody you may see."
    )
    retry: ClassVar[Retry] = Retry.NEVER


class BadTerms(CodedError):
    """Terms that cannot be granted."""

    code: ClassVar[str] = "customers.bad_terms"
    sentence: ClassVar[str] = "{why}"
    retry: ClassVar[Retry] = Retry.AFTER_FIX
