"""Takes the demo shop away in one act: nobody works in it any more; refuses while files of one's own lie in it.

Its rows stay where they are, since books are never deleted (ADR 0014); bring_back_demo_shop is the undo. Whoever
would be left without a shop gets an empty one of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.close_company import close_company
from opsroom.domains.access.queries import company
from opsroom.domains.billing import queries as billing
from opsroom.domains.channels import queries as channels
from opsroom.domains.orders import queries as orders
from opsroom.kernel.records import events
from opsroom.kernel.records.job_reports import recent
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.workflows.demo_shop.house import JOB, YEAR_JOB
from opsroom.workflows.open_own_shop import open_own_shop

LOADER = "system.demo"
ENDED = frozenset({"done", "cancelled"})


class StillLoading(CodedError):
    """The load writes into what would be removed."""

    code = "demo.still_loading"
    sentence = "The demo shop is still being loaded. Wait for its end, or run `opsroom demo`, then remove it."
    retry = Retry.LATER


class OwnFilesInside(CodedError):
    """Facts: files."""

    code = "demo.own_files_inside"
    sentence = (
        "Files of your own were brought into the demo shop: {files}. Bring them into your own shop first; "
        "or remove the demo shop with them, on purpose."
    )
    retry = Retry.AFTER_FIX


@dataclass(frozen=True, slots=True)
class DemoFigures:
    """What goes out of sight: counts, and the names of files that a person brought in beside the demo's own."""

    company_id: int
    name: str
    orders: int
    invoices: int
    imports: int
    own_files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, and the company its people work in now."""

    figures: DemoFigures
    own_company_id: int


def figures_of(actor: Actor, company_id: int) -> DemoFigures:
    """The dry run: nothing is written."""
    access.require(actor, "demo.remove", company_id=company_id)
    program = access.system_actor(LOADER, company_ids=frozenset({company_id}), way=actor.way)
    files = channels.import_files(program, company_id)
    born = events.timelines("channels.import", list(files))
    own = [name for pk, name in files.items() if any(one.actor_name != LOADER for one in born[pk][:1])]
    return DemoFigures(
        company_id=company_id,
        name=company(program, company_id).name,
        orders=orders.visible_to(program).count(),
        invoices=billing.visible_to(program).count(),
        imports=len(files),
        own_files=tuple(own),
    )


@in_one_piece
def remove_demo_shop(actor: Actor, company_id: int, *, with_own_files: bool = False) -> Removed:
    """Removes it and returns what it was. Raises StillLoading, OwnFilesInside, access.only_demos_close."""
    access.require(actor, "demo.remove", company_id=company_id)
    figures = figures_of(actor, company_id)
    program = access.system_actor(LOADER, company_ids=frozenset({company_id}), way=actor.way)
    loads = [job for kind in (JOB, YEAR_JOB) for job in recent(program, kind=kind, limit=1)]
    if any(job.state not in ENDED for job in loads):
        raise StillLoading()
    if figures.own_files and not with_own_files:
        raise OwnFilesInside(files=", ".join(figures.own_files))
    own = open_own_shop(actor, company_id)
    close_company(actor, company_id)
    return Removed(figures, own)
