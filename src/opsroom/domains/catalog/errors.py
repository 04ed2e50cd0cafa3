"""Coded failures of the catalog: codes that are taken, unknown or still used; refuses to guess which SKU is meant."""

from __future__ import annotations

from typing import ClassVar

from opsroom.kernel.values.errors import CodedError, Retry


class UnknownSku(CodedError):
    """A SKU id or code that this company does not have. Facts: code."""

    code: ClassVar[str] = "catalog.unknown_sku"
    sentence: ClassVar[str] = "There is no SKU “{code}”. Check the spelling, or import the product first."
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class CodeTaken(CodedError):
    """Two SKUs of one code. Facts: code."""

    code: ClassVar[str] = "catalog.code_taken"
    sentence: ClassVar[str] = (
        "The code “{code}” already belongs to another SKU. Give this one a code of its own."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class AliasTaken(CodedError):
    """An alias must mean one SKU only. Facts: alias."""

    code: ClassVar[str] = "catalog.alias_taken"
    sentence: ClassVar[str] = (
        "“{alias}” already stands for another SKU. Remove that alias first, or choose another spelling."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class SkuInUse(CodedError):
    """A SKU that orders or the stock book name cannot be removed. Facts: code."""

    code: ClassVar[str] = "catalog.sku_in_use"
    sentence: ClassVar[str] = (
        "“{code}” is used by orders, kits or listings and stays. Set it inactive instead."
    )
    retry: ClassVar[Retry] = Retry.NEVER


class BarcodeTaken(CodedError):
    """A barcode must mean one SKU only. Facts: barcode, code."""

    code: ClassVar[str] = "catalog.barcode_taken"
    sentence: ClassVar[str] = "The barcode {barcode} already stands on {code}. Remove it there first."
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class BadBarcode(CodedError):
    """Nothing a scanner could read. Facts: found."""

    code: ClassVar[str] = "catalog.bad_barcode"
    sentence: ClassVar[str] = (
        "{found} cannot be a barcode. Scan it, or type its letters and digits as they are printed."
    )
    retry: ClassVar[Retry] = Retry.AFTER_FIX


class BadDetails(CodedError):
    """Something typed about a SKU that cannot be. Facts: problems."""

    code: ClassVar[str] = "catalog.bad_details"
    sentence: ClassVar[str] = "{problems}"
    retry: ClassVar[Retry] = Retry.AFTER_FIX
