"""Coded failures of partners: suppliers that are not there, cannot be, or are still needed; refuses vague answers."""

from __future__ import annotations

from typing import ClassVar

from opsroom.kernel.values.errors import CodedError, Retry


class UnknownSupplier(CodedError):
    """A supplier that this company does not have."""

    code: ClassVar[str] = "partners.supplier_missing"
    sentence: ClassVar[str] = (
        "There is no such supplier. The list under Stock, Suppliers shows those there are."
    )
    retry: ClassVar[Retry] = Retry.NEVER


class BadSupplier(CodedError):
    """A field that cannot be. Facts: field, found, usual."""

    code: ClassVar[str] = "partners.bad_supplier"
    sentence: ClassVar[str] = "{field} of a supplier cannot be “{found}”. {usual}"
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class SupplierLacks(BadSupplier):
    """A field that has to be filled in is empty. Facts: field, usual."""

    code: ClassVar[str] = "partners.supplier_lacks"
    sentence: ClassVar[str] = "{field} of a supplier is missing. {usual}"
