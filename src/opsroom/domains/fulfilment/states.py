"""How a fulfilment order, a wave, a pick and a parcel move; a label never waits for anything."""

from opsroom.kernel.values.states import Machine, Step

FULFILMENT_ORDER = Machine(
    name="fulfilment.fulfilmentorder",
    initial=frozenset({"released"}),
    final=frozenset({"shipped", "cancelled"}),
    steps={
        "start_picking": Step(frozenset({"released"}), "picking"),
        "finish_picking": Step(frozenset({"released", "picking"}), "picked"),
        "start_packing": Step(frozenset({"released", "picked"}), "packing"),
        "finish_packing": Step(frozenset({"released", "picked", "packing"}), "packed"),
        "ship": Step(frozenset({"released", "picking", "picked", "packing", "packed"}), "shipped"),
        "cancel": Step(frozenset({"released", "picking", "picked", "packing", "packed"}), "cancelled"),
    },
)

WAVE = Machine(
    name="fulfilment.wave",
    initial=frozenset({"open"}),
    final=frozenset({"done", "cancelled"}),
    steps={
        "start": Step(frozenset({"open"}), "picking"),
        "finish_picking": Step(frozenset({"open", "picking"}), "picked"),
        "finish": Step(frozenset({"open", "picking", "picked"}), "done"),
        "cancel": Step(frozenset({"open", "picking", "picked"}), "cancelled"),
    },
)

PICK = Machine(
    name="fulfilment.pick",
    initial=frozenset({"open"}),
    final=frozenset({"short", "cancelled"}),
    steps={
        "pick": Step(frozenset({"open", "skipped"}), "picked"),
        "undo": Step(frozenset({"picked"}), "open"),
        "skip": Step(frozenset({"open"}), "skipped"),
        "resume": Step(frozenset({"skipped"}), "open"),
        "mark_short": Step(frozenset({"open", "skipped"}), "short"),
        "cancel": Step(frozenset({"open", "skipped"}), "cancelled"),
    },
)

PARCEL = Machine(
    name="fulfilment.parcel",
    initial=frozenset({"open"}),
    final=frozenset({"shipped", "voided"}),
    steps={
        "close": Step(frozenset({"open"}), "packed"),
        "label": Step(frozenset({"open", "packed"}), "labelled"),
        "ship": Step(frozenset({"open", "packed", "labelled"}), "shipped"),
        "void": Step(frozenset({"open", "packed", "labelled"}), "voided"),
    },
)
