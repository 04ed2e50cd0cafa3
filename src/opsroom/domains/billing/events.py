"""The subjects of billing's events; their kinds come from the transitions of an invoice."""

INVOICE = "billing.invoice"
