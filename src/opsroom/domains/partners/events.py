"""The kinds of event partners write; refuses names of persons: a supplier is an id."""

SUPPLIER = "partners.supplier"

SUPPLIER_CREATED = "partners.supplier.created"
SUPPLIER_CHANGED = "partners.supplier.changed"
SUPPLIER_RESTORED = "partners.supplier.restored"
SUPPLIER_REMOVED = "partners.supplier.removed"
SUPPLIER_CONTACT_ERASED = "partners.supplier.contact_erased"
