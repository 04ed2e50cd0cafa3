"""The subjects of payments' events; their kinds come from the transitions of a payment."""

PAYMENT = "payments.payment"
REFUND = "payments.refund"

REFUND_RECORDED = "payments.refund.recorded"
