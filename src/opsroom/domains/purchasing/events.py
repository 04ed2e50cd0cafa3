"""The kinds of event purchasing writes beside those of its states; refuses names of persons: a supplier is an id."""

PURCHASE = "purchasing.purchaseorder"

PURCHASE_CHANGED = "purchasing.order.changed"
PURCHASE_RESTORED = "purchasing.order.restored"
PURCHASE_REMOVED = "purchasing.order.removed"
DATE_CHANGED = "purchasing.order.date_changed"
