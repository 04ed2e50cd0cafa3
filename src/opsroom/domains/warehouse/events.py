"""The kinds of event the warehouse writes; their subjects are its own tables."""

SITE = "warehouse.site"
STOCK = "warehouse.stock"
ALLOCATION = "warehouse.allocation"
CHECKOUT_HOLD = "warehouse.checkouthold"

SITE_CREATED = "warehouse.site.created"
SITE_CHANGED = "warehouse.site.changed"
STOCK_SET = "warehouse.stock.set"
STOCK_MOVED = "warehouse.stock.moved"
STOCK_ADJUSTED = "warehouse.stock.adjusted"
HOLD_LESSENED = "warehouse.checkouthold.lessened"
BINS_CREATED = "warehouse.site.bins_created"
