"""What stands in the way of a file and of each of its rows, in order; only reads, leaves remarks that stop nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opsroom.domains.channels import queries as channels
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.escaping import csv_line
from opsroom.kernel.values.limits import IMPORT_CHECK_ROWS

TITLES = ("Row", "Key", "Field", "Found", "What to do")


@dataclass(frozen=True, slots=True)
class RowToFix:
    """One obstacle: `row` as counted in the file, `key` its code or order number, `sentence` what to do."""

    row: int
    key: str
    field: str
    found: str
    sentence: str


def rows_to_fix(actor: Actor, import_id: int, *, chunk: int = IMPORT_CHECK_ROWS) -> Iterator[RowToFix]:
    """Every obstacle, `chunk` rows a query. Raises UnknownImport, also for one of another company."""
    facts = channels.import_of(actor, import_id)
    columns = facts.mapping.get("columns", {})
    for one in facts.problems:
        if one["severity"] == "error":
            yield RowToFix(one["row"], "", one["field"], one["found"], one["sentence"])
    after = -1
    while rows := channels.chunk_of_rows(
        import_id, after=after, rows=chunk, verdicts=["error", "question", "kept"]
    ):
        after = rows[-1].number
        for row in rows:
            if row.verdict == "kept":
                yield RowToFix(row.first_row, row.natural_key, "", "", row.note)
                continue
            for one in row.problems:
                if one["severity"] == "flag" or one.get("accepted"):
                    continue
                # The column as it stands in the file, where the finding names the field that it feeds.
                column = columns.get(one["field"], one["field"])
                yield RowToFix(one["row"], row.natural_key, column, one["found"], one["sentence"])
    for at, document, why in channels.kept_documents(import_id):
        yield RowToFix(at, document, "", "", why)


def error_file(actor: Actor, import_id: int) -> Iterator[str]:
    """The same as lines of a CSV that opens nothing in a spreadsheet (X1)."""
    yield "\ufeff" + csv_line(TITLES)
    for one in rows_to_fix(actor, import_id):
        yield csv_line((one.row, one.key, one.field, one.found, one.sentence))
