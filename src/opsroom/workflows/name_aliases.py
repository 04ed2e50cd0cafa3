"""Adds the spellings that a person said mean the same SKU, for the orders of an import; refuses without that answer.

Its undo is the undo of the import, which takes the aliases away again.
"""

from __future__ import annotations

from collections.abc import Collection

from opsroom.domains.access import rules as access
from opsroom.domains.catalog import queries as catalog
from opsroom.domains.catalog.actions.add_alias import add_alias
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.answer_import import answer_import
from opsroom.kernel.records.one_piece import in_one_piece
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.importing.check_orders import twins_of
from opsroom.workflows.importing.context import Setting
from opsroom.workflows.importing.questions import SAME


@in_one_piece
def name_aliases(actor: Actor, setting: Setting, codes: Collection[str]) -> int:
    """`codes`: as the orders spell them. Returns how many aliases are new; they are kept with the import's effects."""
    access.require(actor, "imports.commit", company_id=setting.company.id)
    if setting.facts.answers.get("case_aliases") != SAME:
        return 0
    company_id = setting.company.id
    unknown = set(codes) - catalog.skus_by_code(company_id, codes).keys()
    wanted = {code: twin.sku_id for code, twin in twins_of(company_id, unknown).items()}
    made = add_alias(actor, company_id, wanted) if wanted else []
    if made:
        effects = channels.import_of(actor, setting.facts.id).effects
        sets = {"effects": effects | {"aliases": [*effects.get("aliases", []), *made]}}
        answer_import(actor, setting.facts.id, sets=sets)
    return len(made)
