"""The words and numbers of a quote's paper, from what is stored; computes no amount anew but sums by tax rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.catalog.queries import SkuFacts
from opsroom.domains.customers.queries import PartyFacts
from opsroom.domains.orders.drafts import DraftFacts, DraftLineFacts
from opsroom.kernel.paper.figures import amount, rate, sender, unit_price
from opsroom.kernel.paper.typeset import typeset

TEMPLATE = Path(__file__).with_name("quote.typ")


def quote_pdf(
    draft: DraftFacts,
    lines: Sequence[DraftLineFacts],
    skus: Mapping[int, SkuFacts],
    seller: CompanyFacts,
    bill_to: PartyFacts | None,
    terms_days: int | None,
) -> bytes:
    """The paper of a quote as it stands."""
    data = paper_of(draft, lines, skus, seller, bill_to, terms_days)
    return typeset(TEMPLATE, data, at=draft.quoted_at)


def paper_of(
    draft: DraftFacts,
    lines: Sequence[DraftLineFacts],
    skus: Mapping[int, SkuFacts],
    seller: CompanyFacts,
    bill_to: PartyFacts | None,
    terms_days: int | None,
) -> dict[str, Any]:
    """What the template shows."""
    currency, included = draft.currency, draft.prices_include_tax
    return {
        "title": f"Quote {draft.name}",
        "demo": seller.is_demo,
        "seller": sender(seller),
        "bill_to": bill_to.lines if bill_to is not None else [],
        "facts": _facts(draft, bill_to, seller.timezone),
        "amount_head": "Amount with tax" if included else "Amount without tax",
        "lines": [*(_line(one, skus[one.sku_id], draft) for one in lines), *_delivery(draft, len(lines))],
        "taxes": _taxes(draft, lines),
        "net": amount(draft.net_minor or 0, currency),
        "tax": amount(draft.tax_minor or 0, currency),
        "gross": amount(draft.total_minor or 0, currency),
        "remarks": _remarks(draft, terms_days),
    }


def _facts(draft: DraftFacts, bill_to: PartyFacts | None, timezone: str) -> list[tuple[str, str]]:
    facts = [("Quote number", draft.name)]
    if draft.quoted_at is not None:
        facts.append(("Quote date", f"{draft.quoted_at.astimezone(ZoneInfo(timezone)):%Y-%m-%d}"))
    if draft.valid_until is not None:
        facts.append(("Valid until", f"{draft.valid_until:%Y-%m-%d}"))
    if draft.purchase_order:
        facts.append(("Your order number", draft.purchase_order))
    if bill_to is not None and bill_to.vat_number:
        facts.append(("Your VAT number", bill_to.vat_number))
    return facts


def _line(line: DraftLineFacts, sku: SkuFacts, draft: DraftFacts) -> dict[str, str]:
    off = []
    if line.discount_rate:
        off.append(f"less {rate(line.discount_rate)}")
    if line.discount_minor:
        off.append(f"less {amount(line.discount_minor, draft.currency)}")
    charged = line.gross_minor if draft.prices_include_tax else line.net_minor
    return {
        "position": str(line.position),
        "title": sku.name,
        "note": ", ".join([sku.code, *off]),
        "units": f"{line.quantity:,}",
        "unit_price": unit_price(line.unit_price or Decimal(0), draft.currency),
        "rate": rate(line.tax_rate or Decimal(0)),
        "amount": amount(charged or 0, draft.currency),
    }


def _delivery(draft: DraftFacts, lines: int) -> list[dict[str, str]]:
    if not draft.delivery_minor:
        return []
    price = amount(draft.delivery_minor, draft.currency)
    return [
        {
            "position": str(lines + 1),
            "title": draft.delivery_method or "Delivery",
            "note": "",
            "units": "1",
            "unit_price": price.removesuffix(f" {draft.currency}"),
            "rate": rate(draft.delivery_rate),
            "amount": price,
        }
    ]


def _taxes(draft: DraftFacts, lines: Sequence[DraftLineFacts]) -> list[dict[str, str]]:
    """Net and tax by rate, the highest first; they add up to the quote's own sums."""
    delivery_net = draft.delivery_minor - (draft.delivery_tax_minor if draft.prices_include_tax else 0)
    parts = [(one.tax_rate or Decimal(0), one.net_minor or 0, one.tax_minor or 0) for one in lines]
    if draft.delivery_minor:
        parts.append((draft.delivery_rate, delivery_net, draft.delivery_tax_minor))
    sums: dict[Decimal, tuple[int, int]] = {}
    for share, net, tax in parts:
        before = sums.get(share, (0, 0))
        sums[share] = (before[0] + net, before[1] + tax)
    return [
        {
            "text": f"Tax {rate(share)} on",
            "net": amount(net, draft.currency),
            "tax": amount(tax, draft.currency),
        }
        for share, (net, tax) in sorted(sums.items(), reverse=True)
    ]


def _remarks(draft: DraftFacts, terms_days: int | None) -> list[str]:
    said = []
    if draft.valid_until is not None:
        said.append(
            f"These prices hold until {draft.valid_until:%Y-%m-%d}. Goods are not set aside before you order."
        )
    if draft.payment == "terms" and terms_days is not None:
        days = f"within {terms_days} days of the invoice" if terms_days else "at once"
        said.append(f"Payment {days}.")
    else:
        said.append("Payment before delivery.")
    if draft.delivery_method and not draft.delivery_minor:
        said.append(f"Delivery by {draft.delivery_method}, free of charge.")
    if draft.ship_by is not None:
        said.append(f"To be sent by {draft.ship_by:%Y-%m-%d}, as you asked.")
    return said
