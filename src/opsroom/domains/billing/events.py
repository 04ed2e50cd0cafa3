"""The subjects of billing's events; their kinds come from the transitions of invoices and credit notes."""

INVOICE = "billing.invoice"
CREDIT_NOTE = "billing.creditnote"
