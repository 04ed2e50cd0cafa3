"""The subjects of payments' events; their kinds come from the transitions of a payment."""

PAYMENT = "payments.payment"
