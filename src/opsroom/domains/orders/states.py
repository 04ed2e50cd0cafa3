"""The independent axes of an order, and the way of a draft until it is one. Refuses one merged status."""

from opsroom.kernel.values.states import Machine, Step

ORDER = Machine(
    name="orders.order",
    initial=frozenset({"open", "closed", "cancelled"}),
    final=frozenset({"cancelled"}),
    steps={
        "close": Step(frozenset({"open"}), "closed"),
        "finish": Step(frozenset({"open"}), "closed"),  # nothing of it ships, and it is paid
        "reopen": Step(frozenset({"closed"}), "open"),
        "cancel": Step(frozenset({"open"}), "cancelled"),
    },
)

UNPAID = frozenset({"pending", "authorised", "terms", "cod", "guaranteed"})
PAYMENT = Machine(
    name="orders.payment",
    initial=frozenset(
        {
            "pending",
            "authorised",
            "captured",
            "terms",
            "cod",
            "guaranteed",
            "part_refunded",
            "refunded",
            "voided",
        }
    ),
    final=frozenset({"refunded", "voided"}),
    steps={
        "authorise": Step(frozenset({"pending"}), "authorised"),
        "capture": Step(UNPAID, "captured"),
        "void": Step(UNPAID, "voided"),
        "refund_part": Step(frozenset({"captured", "part_refunded"}), "part_refunded"),
        "refund": Step(frozenset({"captured", "part_refunded"}), "refunded"),
    },
)

ALLOCATION = Machine(
    name="orders.allocation",
    initial=frozenset({"unallocated", "not_needed"}),
    final=frozenset({"not_needed"}),
    steps={
        "allocate": Step(frozenset({"unallocated", "short", "allocated"}), "allocated"),
        "mark_short": Step(frozenset({"unallocated", "short", "allocated"}), "short"),
        "deallocate": Step(frozenset({"short", "allocated"}), "unallocated"),
        "drop": Step(frozenset({"unallocated", "short", "allocated"}), "not_needed"),
    },
)

BEFORE_SHIPPED = frozenset(
    {"unreleased", "released", "picking", "picked", "packing", "packed", "part_shipped"}
)
FULFILMENT = Machine(
    name="orders.fulfilment",
    initial=frozenset({"unreleased", "elsewhere", "nothing", "shipped", "part_shipped"}),
    final=frozenset({"elsewhere", "nothing", "shipped"}),
    steps={
        "release": Step(frozenset({"unreleased", "part_shipped"}), "released"),
        "start_picking": Step(frozenset({"released"}), "picking"),
        "finish_picking": Step(frozenset({"released", "picking"}), "picked"),
        "start_packing": Step(frozenset({"released", "picking", "picked"}), "packing"),
        "finish_packing": Step(frozenset({"released", "picking", "picked", "packing"}), "packed"),
        "ship_part": Step(BEFORE_SHIPPED, "part_shipped"),
        "ship": Step(BEFORE_SHIPPED, "shipped"),
        "take_back": Step(frozenset({"released", "picking", "picked", "packing", "packed"}), "unreleased"),
        # Of which a part has left before: it stays an order of which goods are out.
        "take_back_rest": Step(
            frozenset({"released", "picking", "picked", "packing", "packed"}), "part_shipped"
        ),
    },
)

HOLD = Machine(
    name="orders.hold",
    initial=frozenset({"placed"}),
    final=frozenset({"released"}),
    steps={"release": Step(frozenset({"placed"}), "released")},
)

# What is taken by hand before it is an order; a quote is a draft that was put on paper with a number.
DRAFT = Machine(
    name="orders.draft",
    initial=frozenset({"draft"}),
    final=frozenset({"accepted", "withdrawn"}),
    steps={
        "quote": Step(frozenset({"draft"}), "quoted"),
        "expire": Step(frozenset({"quoted"}), "expired"),
        "renew": Step(frozenset({"quoted", "expired"}), "quoted"),
        "revise": Step(frozenset({"quoted", "expired"}), "draft"),
        "accept": Step(frozenset({"draft", "quoted", "expired"}), "accepted"),
        "withdraw": Step(frozenset({"draft", "quoted", "expired"}), "withdrawn"),
    },
)
