"""The words and numbers of an invoice's paper, from what is stored; computes no amount anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.billing.models import Invoice
from opsroom.domains.customers.queries import PartyFacts
from opsroom.kernel.paper.figures import amount, rate, sender, unit_price

TEMPLATE = Path(__file__).with_name("invoice.typ")


def paper_of(invoice: Invoice, seller: CompanyFacts, bill_to: PartyFacts | None) -> dict[str, Any]:
    """What the template shows; `invoice` comes with its lines, taxes and order."""
    currency, order = invoice.currency, invoice.order
    included = invoice.prices_include_tax
    facts = [
        ("Invoice number", str(invoice.display_number)),
        ("Invoice date", f"{invoice.issued_on:%Y-%m-%d}"),
        ("Supplied on", f"{invoice.supplied_on:%Y-%m-%d}"),
        ("Order", order.number),
    ]
    if invoice.due_on is not None:
        facts.append(("Due on", f"{invoice.due_on:%Y-%m-%d}"))
    if order.purchase_order:
        facts.append(("Your order number", order.purchase_order))
    if bill_to is not None and bill_to.vat_number:
        facts.append(("Your VAT number", bill_to.vat_number))
    return {
        "title": f"Invoice {invoice.display_number}",
        "demo": seller.is_demo,
        "seller": sender(seller),
        "bill_to": bill_to.lines if bill_to is not None else [],
        "facts": facts,
        "amount_head": "Amount with tax" if included else "Amount without tax",
        "lines": [
            {
                "position": str(line.position),
                "title": line.title,
                "note": _note(line.sku_text, line.discount_minor, currency),
                "units": str(line.quantity),
                "unit_price": unit_price(line.unit_price, currency),
                "rate": rate(line.tax_rate),
                "amount": amount(line.gross_minor if included else line.net_minor, currency),
            }
            for line in sorted(invoice.lines.all(), key=lambda one: one.position)
        ],
        "taxes": [
            {
                "text": f"Tax {rate(tax.tax_rate)} on",
                "net": amount(tax.net_minor, currency),
                "tax": amount(tax.tax_minor, currency),
            }
            for tax in sorted(invoice.taxes.all(), key=lambda one: -one.tax_rate)
        ],
        "net": amount(invoice.net_minor, currency),
        "tax": amount(invoice.tax_minor, currency),
        "gross": amount(invoice.gross_minor, currency),
        "remarks": _remarks(invoice),
    }


def _note(sku: str, discount: int, currency: str) -> str:
    less = f"less {amount(discount, currency)}" if discount else ""
    return ", ".join(part for part in (sku, less) if part)


def _remarks(invoice: Invoice) -> list[str]:
    said = []
    if invoice.due_on is not None:
        days = f"within {invoice.terms_days} days" if invoice.terms_days else "at once"
        said.append(f"Please pay {days}, at the latest on {invoice.due_on:%Y-%m-%d}.")
    if invoice.order.tax_remitter == "channel":
        said.append("The tax on this invoice is collected and remitted by the marketplace.")
    return said
