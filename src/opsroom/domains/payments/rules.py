"""Pure decisions about payments: whose account money stands on, what an order's payments come to."""

from __future__ import annotations

import re

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_NAME_CHARS_MAX = 60


def processor_of(gateway: str, kind: str) -> str:
    """The processor that holds the money, as an account's name: "Shopify Payments" is shopify_payments.

    Falls back to the payment's kind where the channel named no gateway.
    """
    plain = _NOT_PLAIN.sub("_", gateway.casefold()).strip("_")[:_NAME_CHARS_MAX].strip("_")
    return plain or kind or "other"
