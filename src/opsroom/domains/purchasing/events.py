"""The kinds of event purchasing writes beside those of its states; refuses names of persons: a supplier is an id."""

PURCHASE = "purchasing.purchaseorder"

PURCHASE_CHANGED = "purchasing.purchaseorder.changed"
PURCHASE_RESTORED = "purchasing.purchaseorder.restored"
PURCHASE_REMOVED = "purchasing.purchaseorder.removed"
DATE_CHANGED = "purchasing.purchaseorder.date_changed"
