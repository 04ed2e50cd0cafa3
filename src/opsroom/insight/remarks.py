"""What was noticed about a file and its rows and stops nothing; only reads, and leaves what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from opsroom.domains.channels import queries as channels
from opsroom.insight.rows_to_fix import RowToFix
from opsroom.kernel.values.actor import Actor

OF_FILE = ("flag", "question")  # a question of the reader has been answered with what seems right


@dataclass(frozen=True, slots=True)
class Remarks:
    """`rows`: how many rows carry one; `first`: those of the file, then those of the first rows."""

    rows: int = 0
    first: tuple[RowToFix, ...] = ()


def remarks_of(actor: Actor, import_id: int, *, most: int) -> Remarks:
    """At most `most` of them, in file order. Raises UnknownImport, also for one of another company."""
    of_file = channels.import_of(actor, import_id).problems
    found = [
        RowToFix(0, "", one["field"], one["found"], one["sentence"])
        for one in of_file
        if one["severity"] in OF_FILE
    ]
    count, rows = channels.remarked_rows(import_id, rows=most)
    found += [
        RowToFix(one["row"], row.natural_key, one["field"], one["found"], one["sentence"])
        for row in rows
        for one in row.problems
        if one["severity"] == "flag"
    ]
    return Remarks(count, tuple(found[:most]))
