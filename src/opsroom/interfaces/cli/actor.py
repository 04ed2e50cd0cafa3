"""Who acts on the terminal: the program itself, for one company; refuses to guess between several companies."""

from __future__ import annotations

from opsroom.domains.access.queries import CompanyFacts, all_company_ids, companies_of
from opsroom.domains.access.rules import system_actor
from opsroom.interfaces.cli.faults import CannotBegin
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import Retry


class NoCompany(CannotBegin):
    """Nothing was set up yet."""

    code = "terminal.no_company"
    sentence = (
        "There is no company yet. Run `opsroom run` once: "
        "it makes an empty shop with --empty, else the demo shop."
    )
    retry = Retry.AFTER_FIX


class WhichCompany(CannotBegin):
    """Several companies, or one that is not there. Facts: codes."""

    code = "terminal.which_company"
    sentence = "Say which company with --company: {codes}."
    retry = Retry.AFTER_FIX


def terminal_actor(company_code: str | None = None) -> tuple[Actor, CompanyFacts]:
    """The actor and its company: the only one beside a demo, or that of the code. Raises NoCompany, WhichCompany."""
    everybody = system_actor("system.terminal", company_ids=all_company_ids(), way="cli")
    found = companies_of(everybody)
    if not found:
        raise NoCompany()
    chosen = [one for one in found if company_code in (None, one.code)]
    if company_code is None and len(chosen) > 1:
        chosen = [one for one in chosen if not one.is_demo]  # beside one's own shop the demo has to be named
    if len(chosen) != 1:
        raise WhichCompany(codes=", ".join(one.code for one in found))
    return system_actor("system.terminal", company_ids=frozenset({chosen[0].id}), way="cli"), chosen[0]
