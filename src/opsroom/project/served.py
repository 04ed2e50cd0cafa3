"""Where this instance is served, and what to do when nobody serves it; believes no dead run and no stranger."""

from __future__ import annotations

from urllib.parse import urlsplit

from opsroom.project import home, run_lock
from opsroom.project.exposure import exposure
from opsroom.project.refused import Refused
from opsroom.project.run import host_of
from opsroom.project.who_answers import Answer, who_answers


def served() -> tuple[str, str | None]:
    """The address, or where it would be; with it a sentence when nothing answers there.

    Raises Refused where something else answers: whoever opened the link there would hand it over."""
    reach = exposure()
    usual = reach.public_origin or f"http://{host_of(reach.bind)}:{reach.port}"
    found = run_lock.living_run()
    if found == "":
        return (
            usual,
            "Opsroom is just starting. It prints its address and a link of its own when it is ready.",
        )
    if reach.public_origin is not None:
        return found or usual, None
    answer = who_answers(reach, urlsplit(found or usual).port or reach.port)
    if answer is Answer.OURS:
        return found or usual, None
    if answer is Answer.STRANGER:
        raise Refused(_another(found, usual))
    if found is None:
        return usual, (
            "Opsroom does not run from this data folder, so nothing answers there yet. "
            "Start it with `opsroom run`: it prints a link of its own."
        )
    return found, (
        f"The web server does not answer there yet. Wait a moment; if it stays silent, the end of "
        f"{home.home() / 'logs' / 'web.log'} says why."
    )


def _another(found: str | None, usual: str) -> str:
    if found is None:
        return (
            f"Another program answers at {usual}, and Opsroom does not run from this data folder "
            f"({home.home()}). No link was made. Start it with `opsroom run`, which takes the next free port and "
            "prints a link of its own; or set OPSROOM_HOME to the folder it runs from."
        )
    return (
        f"Something answers at {found} that is not the Opsroom of this data folder ({home.home()}). No link was made. "
        "Stop `opsroom run` with Ctrl-C and start it again: it takes a free port and prints a link of its own."
    )
