"""Decides what a telling changes about a supplier and whether it can be; refuses empty names and impossible spans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from opsroom.domains.partners.errors import BadSupplier, SupplierLacks
from opsroom.kernel.values.currencies import MINOR_DIGITS
from opsroom.kernel.values.limits import LEAD_TIME_DAYS_MAX

TOLD: Final = ("name", "currency", "lead_time_days", "contact", "email", "phone", "active")
PERSONAL: Final = ("contact", "email", "phone")


@dataclass(frozen=True, slots=True)
class SupplierDraft:
    """A supplier as it should be. Empty text and None: not told, so what is stored stays."""

    code: str
    name: str
    currency: str = ""
    lead_time_days: int | None = None
    contact: str = ""
    email: str = ""
    phone: str = ""
    active: bool | None = None


def changes_of(stored: Mapping[str, Any], draft: SupplierDraft) -> dict[str, Any]:
    """The fields that the draft tells differently from what is stored."""
    told = asdict(draft)
    return {
        name: told[name]
        for name in TOLD
        if told[name] is not None and told[name] != "" and told[name] != stored[name]
    }


def refuse_bad(draft: SupplierDraft) -> None:
    """Raises BadSupplier for a code, name, currency or lead time that cannot be."""
    if not draft.code.strip():
        raise SupplierLacks(field="The code", usual="Write a short code, such as CLAY.")
    if not draft.name.strip():
        raise SupplierLacks(field="The name", usual="Write what the firm is called.")
    if draft.currency and draft.currency not in MINOR_DIGITS:
        raise BadSupplier(
            field="The currency", found=draft.currency[:20], usual="Use three letters, such as EUR."
        )
    if draft.lead_time_days is not None and not 0 <= draft.lead_time_days <= LEAD_TIME_DAYS_MAX:
        raise BadSupplier(
            field="The lead time",
            found=str(draft.lead_time_days),
            usual=f"Use days from 0 to {LEAD_TIME_DAYS_MAX}.",
        )
