"""The verbs of the warehouse and what they mean, for the settings page."""

VERBS = {
    "warehouse.view": "See sites, bins, balances and moves",
    "warehouse.edit_sites": "Create and change sites, bins and cut-offs",
    "warehouse.allocate": "Set stock aside for orders",
    "warehouse.hold_stock": "Keep goods for a checkout",
    "warehouse.post_stock": "Move stock between places",
    "warehouse.count": "Enter what a bin holds",
    "warehouse.adjust": "Write stock up or down with a reason",
}
