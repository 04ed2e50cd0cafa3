"""Opens the demo shop again that was removed, as it was left; refuses where none was. Undo: remove_demo_shop."""

from __future__ import annotations

from opsroom.domains.access import rules as access
from opsroom.domains.access.actions.reopen_company import reopen_company
from opsroom.domains.access.queries import demo_company_id
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError, Retry


class NoDemoShop(CodedError):
    """There is none to remove or to bring back."""

    code = "demo.none"
    sentence = "There is no demo shop here. Load one into an empty data folder with `opsroom demo`."
    retry = Retry.NEVER


@in_one_piece
def bring_back_demo_shop(actor: Actor) -> int:
    """The id of the company that is open again. Raises NoDemoShop."""
    access.require(actor, "demo.load")
    company_id = demo_company_id(closed=True)
    if company_id is None:
        raise NoDemoShop()
    program = access.system_actor("system.demo", company_ids=frozenset({company_id}), way=actor.way)
    reopen_company(program, company_id)
    return company_id
