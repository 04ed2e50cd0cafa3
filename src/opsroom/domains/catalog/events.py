"""The kinds of event the catalog writes; refuses names: their subjects are its own tables, by id."""

PRODUCT = "catalog.product"
SKU = "catalog.sku"

PRODUCT_CREATED = "catalog.product.created"
PRODUCT_CHANGED = "catalog.product.changed"
PRODUCT_RESTORED = "catalog.product.restored"
SKU_ALIAS_ADDED = "catalog.sku.alias_added"
SKU_ALIAS_REMOVED = "catalog.sku.alias_removed"
SKU_REMOVED = "catalog.sku.removed"
SKU_WITHDRAWN = "catalog.sku.withdrawn"
SKU_RESTORED = "catalog.sku.restored"
SKU_COSTED = "catalog.sku.costed"
