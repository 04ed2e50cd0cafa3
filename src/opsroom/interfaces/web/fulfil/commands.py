"""The card of command barcodes: what a scanner may ask for without a hand at the screen; changes nothing itself."""

from __future__ import annotations

from itertools import accumulate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from opsroom.domains.access.rules import require
from opsroom.interfaces.web.actor import actor_of
from opsroom.interfaces.web.charts.draw import element
from opsroom.kernel.values.code128 import QUIET_MODULES, code_128_modules

# Each is the `data-ops` of one button or link of the pages for picking and packing.
COMMANDS = (
    ("OPS:SHORT", "Short", "Picking: the shelf holds too little; the stop ends as “not in the bin”."),
    ("OPS:SKIP", "Skip for now", "Picking: leave this stop for later and go on."),
    ("OPS:RESUME", "Take up again", "Picking: back to the stop that was skipped."),
    ("OPS:UNDO", "Undo", "Picking and packing: take the last scan back."),
    ("OPS:LABEL", "Label", "Packing: fetch the label of what is packed."),
    ("OPS:NEXT", "Next", "Packing: on to the next order at the bench."),
    ("OPS:DONE", "Done", "Picking: to the wave. Packing: to the floor."),
)
BAR_UNITS, PIXELS_PER_MODULE = 30, 2


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """One sheet to hang at the bench or to carry along."""
    require(actor_of(request), "fulfilment.view")
    rows = [(code, name, does, bars(code)) for code, name, does in COMMANDS]
    return render(request, "fulfil/commands.html", {"rows": rows})


def bars(code: str) -> SafeString:
    """The Code 128 of a text as a picture, black on white in any light, quiet zones included."""
    widths = code_128_modules(code)
    starts = [QUIET_MODULES, *(QUIET_MODULES + end for end in accumulate(widths))]
    whole = starts[-1] + QUIET_MODULES
    black = "".join(
        f"M{start} 0h{width}v{BAR_UNITS}h-{width}z"
        for start, width in zip(starts[::2], widths[::2], strict=False)
    )
    return element(
        "svg",
        element("rect", width=whole, height=BAR_UNITS, fill="#fff"),
        element("path", d=black, fill="#000"),
        viewBox=f"0 0 {whole} {BAR_UNITS}",
        width=whole * PIXELS_PER_MODULE,
        height=BAR_UNITS * PIXELS_PER_MODULE,
        shape_rendering="crispEdges",
        role="img",
        aria_label=f"Barcode {code}",
    )
