"""The words and numbers of a credit note's paper, in the frame of an invoice; computes no amount anew."""

from __future__ import annotations

from typing import Any

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.billing.models import CreditNote, CreditNoteLine
from opsroom.domains.billing.rules import taxes_by_rate
from opsroom.domains.customers.queries import PartyFacts
from opsroom.kernel.paper.figures import amount, rate, sender, unit_price

REASONS = {
    "refund": "The amount was paid back.",
    "cancelled": "The sale was called off before it was paid; nothing is owed for it.",
}


def paper_of(note: CreditNote, seller: CompanyFacts, bill_to: PartyFacts | None) -> dict[str, Any]:
    """What the template shows; `note` comes with its lines, their invoice lines, its invoice and order."""
    currency, order, invoice = note.currency, note.order, note.invoice
    included = invoice.prices_include_tax
    lines = sorted(note.lines.all(), key=lambda one: one.position)
    facts = [
        ("Credit note number", str(note.display_number)),
        ("Date", f"{note.issued_on:%Y-%m-%d}"),
        ("Corrects invoice", str(invoice.display_number)),
        ("Invoice date", f"{invoice.issued_on:%Y-%m-%d}"),
        ("Order", order.number),
    ]
    if order.purchase_order:
        facts.append(("Your order number", order.purchase_order))
    if bill_to is not None and bill_to.vat_number:
        facts.append(("Your VAT number", bill_to.vat_number))
    rates = taxes_by_rate((one.invoice_line.tax_rate, one.net_minor, one.tax_minor) for one in lines)
    return {
        "title": f"Credit note {note.display_number}",
        "demo": seller.is_demo,
        "seller": sender(seller),
        "bill_to": bill_to.lines if bill_to is not None else [],
        "facts": facts,
        "amount_head": "Amount with tax" if included else "Amount without tax",
        "lines": [_line(one, currency, included=included) for one in lines],
        "taxes": [
            {
                "text": f"Tax {rate(one.rate)} on",
                "net": amount(one.net, currency),
                "tax": amount(one.tax, currency),
            }
            for one in rates
        ],
        "net": amount(note.net_minor, currency),
        "tax": amount(note.tax_minor, currency),
        "gross": amount(note.gross_minor, currency),
        "remarks": [REASONS[note.reason]],
    }


def _line(one: CreditNoteLine, currency: str, *, included: bool) -> dict[str, str]:
    sold = one.invoice_line
    return {
        "position": str(one.position),
        "title": sold.title,
        "note": sold.sku_text if one.quantity else "price lowered",
        "units": str(one.quantity) if one.quantity else "",
        "unit_price": unit_price(sold.unit_price, currency) if one.quantity else "",
        "rate": rate(sold.tax_rate),
        "amount": amount(one.gross_minor if included else one.net_minor, currency),
    }
