"""Who may do what, as data: every verb of the program against every role; refuses by default what no row names.

Cells: y may · r may look (views only) · L up to a daily limit, beyond it another person approves · a runs only
with an approval in hand · - may not. A trailing s means: at the person's own sites only.
"""

from __future__ import annotations

from typing import Final

ROLES: Final = ("manager", "desk", "warehouse", "buyer", "bookkeeper", "marketer", "admin")
SYSTEM_ROLE: Final = "system"

ROLE_WORDS: Final[dict[str, str]] = {
    "manager": "operations manager",
    "desk": "order desk",
    "warehouse": "warehouse",
    "buyer": "buyer",
    "bookkeeper": "bookkeeper",
    "marketer": "marketer",
    "admin": "administrator",
}

CELLS: Final = frozenset({"y", "ys", "r", "rs", "L", "Ls", "a", "-"})

# Columns: manager, desk, warehouse, buyer, bookkeeper, marketer, admin.
_ROWS: Final[dict[str, str]] = {
    # access
    "access.users": "- - - - - - y",
    "access.roles": "- - - - - - y",
    "access.settings": "y - - - - - y",
    "access.tasks": "y y ys y y y y",
    "access.comment": "y y ys y y y y",
    "access.hand_over": "y y ys - - - -",
    "access.route_tasks": "y - - - - - y",
    "access.own_account": "y y y y y y y",
    "access.saved_views": "y y y y y y y",
    "access.ask_approval": "y y y y y y y",
    "access.decide_approval": "y - - - y - -",
    "access.sign_in": "- - - - - - -",  # the sign-in pages alone, as system.sign_in
    # catalog
    "catalog.view": "y r r r r r r",
    "catalog.edit": "y - - y - y -",
    "catalog.view_costs": "y y - y y y -",
    # customers
    "customers.view": "y y - - - - -",
    "customers.edit": "y y - - - - -",
    "customers.set_terms": "y - - - y - -",
    "customers.export": "L - - - L - -",
    "customers.ask_erasure": "y y - - y - -",
    "customers.approve_erasure": "y - - - y - -",
    "customers.erase": "- - - - - - a",
    # partners
    "partners.view": "y r - y r - -",
    "partners.edit": "y - - y - - -",
    "partners.erase": "y - - y - - y",
    # purchasing
    "purchasing.view": "y r rs y r - -",
    "purchasing.edit": "y - - y - - -",
    # channels
    "channels.view": "y r - r r r y",
    "channels.edit": "y - - - - - y",
    "channels.take_over": "y - - - - - -",
    "channels.secrets": "- - - - - - y",
    # imports
    "imports.view": "y y - y r - r",
    "imports.upload": "y y - y - - -",
    "imports.commit": "y y - y - - -",
    "imports.undo": "y y - - - - -",
    # orders
    "orders.view": "y y rs r r r -",
    "orders.view_people": "y y - - - - -",
    "orders.hold": "y y - - - - -",
    "orders.release_hold": "y y - - - - -",
    "orders.release_credit": "y - - - y - -",
    "orders.tag": "y y - - - - -",
    "orders.note": "y y - - - - -",
    "orders.prioritise": "y y - - - - -",
    "orders.assign": "y y - - - - -",
    "orders.release": "y y - - - - -",
    "orders.edit": "y y - - - - -",
    "orders.cancel": "y y - - - - -",
    "orders.accept": "y y - - - - -",
    "orders.draft": "y y - - - - -",
    "orders.override_price": "y - - - - - -",
    # rules
    "rules.view": "y - - - - - r",
    "rules.edit": "y - - - - - -",
    "rules.switch": "y - - - - - -",
    "rules.judge": "- - - - - - -",  # rules themselves alone, as system.rules
    # warehouse
    "warehouse.view": "y r rs r r r r",
    "warehouse.edit_sites": "y - - - - - y",
    "warehouse.allocate": "y y - - - - -",
    "warehouse.hold_stock": "y y - - - - -",
    "warehouse.post_stock": "y - ys - - - -",
    "warehouse.count": "y - ys - - - -",
    "warehouse.adjust": "L - Ls - - - -",
    # fulfilment
    "fulfilment.view": "y r rs r r - -",
    "fulfilment.release": "y y ys - - - -",
    "fulfilment.pick": "y - ys - - - -",
    "fulfilment.pack": "y - ys - - - -",
    "fulfilment.ship": "y - ys - - - -",
    "fulfilment.print": "y y ys - - - -",
    "fulfilment.export": "y y ys - - - -",
    # payments and billing
    "payments.view": "r r - - y - -",
    "payments.record": "y y - - y - -",
    "billing.view": "r r - - y - -",
    "billing.issue": "- - - - y - -",
    "billing.number": "y - - - y - -",
    "billing.open": "y - - - y - -",
    # reading, exports, the demo shop
    "insight.view": "y r r r r r r",
    "search.find": "y y y y y y y",
    "jobs.view": "y y y y y y y",
    "jobs.control": "y y - y - - y",
    "exports.run": "y y - y y y -",
    "demo.load": "y - - - - - y",
    "demo.remove": "y - - - - - y",
}

MATRIX: Final[dict[str, dict[str, str]]] = {
    verb: dict(zip(ROLES, cells.split(), strict=True)) for verb, cells in _ROWS.items()
}

VERBS: Final = frozenset(MATRIX)

# What an L cell grants in one day, summed: units of stock for adjusting, people for exporting. (verb, role) -> amount
LIMITS: Final[dict[tuple[str, str], int]] = {
    ("warehouse.adjust", "manager"): 1_000,
    ("warehouse.adjust", "warehouse"): 50,
    ("customers.export", "manager"): 500,
    ("customers.export", "bookkeeper"): 500,
}

# Z4: which role sees which kind of field. A role that is not named sees none of it.
FIELDS: Final[dict[str, frozenset[str]]] = {
    "cost": frozenset({"manager", "desk", "buyer", "bookkeeper", "marketer"}),
    "margin": frozenset({"manager", "desk", "buyer", "bookkeeper", "marketer"}),
    "people": frozenset({"manager", "desk"}),
    "address": frozenset({"manager", "desk"}),
    "parcel_address": frozenset({"manager", "desk", "warehouse"}),
    "supplier_contact": frozenset({"manager", "buyer", "bookkeeper"}),
    "invoice_party": frozenset({"manager", "desk", "bookkeeper"}),
}

_EVERY_DAY: Final = frozenset(
    {
        "access.tasks", "channels.view", "catalog.view", "orders.view", "warehouse.view", "fulfilment.view",
        "partners.view", "purchasing.view", "payments.view", "billing.view", "insight.view",
    }
)  # fmt: skip
_IMPORTING: Final = frozenset(
    {
        "imports.view", "imports.upload", "imports.commit", "imports.undo", "catalog.edit", "channels.edit",
        "customers.view", "customers.edit", "partners.edit", "purchasing.edit", "billing.open", "orders.accept",
        "orders.hold", "orders.release_hold", "orders.edit", "orders.tag", "orders.cancel", "orders.view_people",
        "warehouse.allocate", "warehouse.post_stock", "payments.record",
    }
)  # fmt: skip

# Only a person erases, holds keys, or has something to say to colleagues.
_NEVER_BY_PROGRAMS: Final = frozenset(
    {"customers.erase", "channels.secrets", "access.sign_in", "access.comment", "access.hand_over"}
)

# Named actors of the program itself. Each may only what its job needs.
SYSTEM_ACTORS: Final[dict[str, frozenset[str]]] = {
    "system.sign_in": frozenset({"access.sign_in"}),
    "system.setup": frozenset({"access.users", "access.roles", "access.settings", "warehouse.edit_sites"}),
    "system.terminal": VERBS - _NEVER_BY_PROGRAMS,
    "system.importer": _EVERY_DAY | _IMPORTING,
    "system.demo": VERBS - _NEVER_BY_PROGRAMS,
    "system.worker": _EVERY_DAY
    | {"warehouse.allocate", "warehouse.hold_stock", "orders.release", "orders.draft", "billing.issue",
       "payments.record", "fulfilment.print", "jobs.view", "jobs.control", "channels.edit"},
    # What follows from a count, whoever counts: goods are set aside and taken away, released orders stopped.
    "system.allocator": frozenset({"access.tasks", "orders.hold", "warehouse.allocate", "warehouse.hold_stock"}),
    # What rules do to orders, whoever took them in or changed them.
    "system.rules": frozenset(
        {"access.tasks", "orders.tag", "orders.hold", "orders.release_hold", "orders.prioritise", "orders.assign",
         "orders.edit", "warehouse.allocate", "rules.judge"}
    ),
    # What follows from an order that an opening figure had left out: its pieces lie on the shelf.
    "system.opener": frozenset(
        {"access.tasks", "orders.hold", "warehouse.allocate", "warehouse.count", "warehouse.view"}
    ),
    # What follows from a payment or a new limit, whoever brings it: orders held for credit go in their turn.
    "system.credit": frozenset({"access.tasks", "orders.release_credit"}),
    # The first order taken by hand makes the channel that orders by hand come from.
    "system.by_hand": frozenset({"channels.view", "channels.edit"}),
    "system.billing": frozenset({"billing.view", "billing.issue", "orders.view", "access.tasks"}),
}  # fmt: skip
