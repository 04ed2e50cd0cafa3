"""The verbs of orders and what they mean, for the settings page."""

VERBS = {
    "orders.view": "See orders, their lines and timeline",
    "orders.view_people": "See names and addresses on orders",
    "orders.accept": "Take orders in",
    "orders.hold": "Put orders on hold",
    "orders.release_hold": "Release holds",
    "orders.tag": "Tag orders",
    "orders.note": "Write notes on orders",
    "orders.prioritise": "Move orders to the front",
    "orders.assign": "Give orders to a person",
    "orders.release_credit": "Let orders over the credit limit go",
    "orders.release": "Release orders to the warehouse",
    "orders.edit": "Correct addresses and match SKUs",
    "orders.cancel": "Cancel orders",
    "orders.draft": "Take orders by hand and make quotes",
    "orders.override_price": "Sell at another price than the list's",
}
