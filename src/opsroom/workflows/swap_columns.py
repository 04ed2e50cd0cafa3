"""Swaps the columns that an import asks about, two by two, and has the file read anew; refuses where nothing is asked.

Its undo is choosing the columns on the import's page.
"""

from __future__ import annotations

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.errors import ImportNotReady
from opsroom.domains.channels.template_rules import READINGS
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.read_again import Reading, read_again


def swap_columns(actor: Actor, import_id: int) -> None:
    """The caller then has it read. Raises ImportNotReady."""
    facts = channels.import_of(actor, import_id)
    columns = dict(facts.mapping.get("columns", {}))
    fields = facts.effects.get("swap", [])
    if not fields or not set(fields) <= set(columns):
        raise ImportNotReady(verb="swapped", state="not asking about swapped columns")
    for first, second in zip(fields[::2], fields[1::2], strict=True):
        columns[first], columns[second] = columns[second], columns[first]
    told = {name: facts.answers[name] for name in READINGS if name in facts.answers}
    read_again(actor, import_id, Reading(columns, told, facts.mapping.get("words", {})))
