"""Where this instance is served, and what to do when nobody serves it; believes no address of a run that was killed."""

from __future__ import annotations

from urllib.parse import urlsplit

from opsroom.project import home, run_lock
from opsroom.project.exposure import exposure
from opsroom.project.run import answers, host_of


def served() -> tuple[str, str | None]:
    """The address, or where it would be; with it a sentence when nothing answers there."""
    reach = exposure()
    usual = reach.public_origin or f"http://{host_of(reach.bind)}:{reach.port}"
    found = run_lock.living_run()
    if found is None and reach.public_origin is None and not answers(reach, reach.port):
        return usual, (
            "Opsroom does not run from this data folder, so nothing answers there yet. "
            "Start it with `opsroom run`: it prints a link of its own."
        )
    if found == "":
        return (
            usual,
            "Opsroom is just starting. It prints its address and a link of its own when it is ready.",
        )
    port = urlsplit(found or usual).port or reach.port
    if found is not None and reach.public_origin is None and not answers(reach, port):
        return found, (
            f"The web server does not answer there yet. Wait a moment; if it stays silent, the end of "
            f"{home.home() / 'logs' / 'web.log'} says why."
        )
    return found or usual, None
