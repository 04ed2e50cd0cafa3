"""The subjects of billing's events; most kinds come from the transitions of invoices and credit notes."""

INVOICE = "billing.invoice"
CREDIT_NOTE = "billing.creditnote"
SERIES = "billing.series"
SERIES_CONTINUED = "billing.series.continued"
RECEIVABLE = "billing.openreceivable"
RECEIVABLE_PAID = "billing.receivable.paid"
RECEIVABLE_REMOVED = "billing.receivable.removed"
