"""Fields of a row by name, each problem with its row, column and sentence; refuses to invent a missing value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from opsroom.kernel.values import limits
from opsroom.ports.file_format import ColumnMapping, Problem, ReadContext, Severity
from opsroom.ports.reading.cells import parse_bool, parse_decimal, shown
from opsroom.ports.reading.dates import BadDate, Moment, parse_moment, zone
from opsroom.ports.reading.mapping import plain
from opsroom.ports.reading.tables import TitledRow


@dataclass(slots=True)
class Sheet:
    """Reads the fields of one record's rows and collects what is wrong with them."""

    mapping: ColumnMapping
    context: ReadContext
    problems: list[Problem] = field(default_factory=list)
    codes: dict[str, tuple[str, int]] = field(default_factory=dict)
    """codes met so far in the file, casefolded -> (as written, row)"""

    def text(self, row: TitledRow, name: str) -> str:
        """The cell of this field; empty when the file has no such column."""
        title = self.mapping.columns.get(name)
        cell = row.cells.get(title, "") if title is not None else ""
        if not self.mapping.words or name not in self.mapping.words:
            return cell
        return self.mapping.words[name].get(plain(cell), cell)

    def has(self, name: str) -> bool:
        """Whether the file has a column for this field."""
        return name in self.mapping.columns

    def number(self, row: TitledRow, name: str, *, below_zero: bool = False) -> Decimal | None:
        """The number of this field. Not a number, or below zero where that cannot be: an error and None."""
        text = self.text(row, name)
        if not text:
            return None
        found = parse_decimal(text, comma_decimal=self.mapping.comma_decimal)
        if found is None:
            sentence = f'"{shown(text)}" is not a number. Write it as 12.50.'
            self._cell(row, name, text, sentence, "cell.not_a_number")
            return None
        if name == "quantity" and abs(found) > limits.TOLD_PIECES_COUNT_MAX:
            sentence = (
                f"{self.title(name)} {shown(text)} cannot be true: more than {limits.TOLD_PIECES_COUNT_MAX:,} pieces. "
                "Look whether a barcode or a price stands in this column, and correct it."
            )
            self.error(row, name, text, sentence, "cell.too_many")
            return None
        if found < 0 and not below_zero:
            sentence = f"{self.title(name)} {_minus(text)} is below zero. Correct it."
            self.error(row, name, text, sentence, f"cell.negative_{name}", str(-found))
        return found

    def cost(self, row: TitledRow, name: str) -> Decimal | None:
        """What one piece cost, to the millionth that is stored; more than can be stored is an error and None."""
        found = self.number(row, name)
        if found is None or found < 0:
            return found
        if found > limits.UNIT_COST_MAJOR_COUNT_MAX:
            sentence = (
                f"{self.title(name)} {shown(self.text(row, name))} cannot be true: more than "
                f"{limits.UNIT_COST_MAJOR_COUNT_MAX:,} a piece. Look whether a barcode stands in this column."
            )
            self.error(row, name, self.text(row, name), sentence, "cell.cost_too_high")
            return None
        stored = found.quantize(Decimal("0.000001"))
        return found if stored == found else stored

    def yes(self, row: TitledRow, name: str) -> bool | None:
        """Yes, no, or None where nothing readable stands."""
        return parse_bool(self.text(row, name))

    def moment(self, row: TitledRow, name: str) -> Moment | None:
        """The date of this field; what is no date is an error and None."""
        order = self.context.date_order or self.mapping.date_order
        text = self.text(row, name)
        found = parse_moment(text, zone(self.context.time_zone), order)
        if isinstance(found, BadDate):
            self._cell(row, name, text, found.sentence, found.code, found.fix)
            return None
        return found

    def day(self, row: TitledRow, name: str) -> date | None:
        """The day of this field by the clock of the file's reader; of a moment in another zone the day it is here."""
        found = self.moment(row, name) if self.text(row, name) else None
        if found is None:
            return None
        at = found.at if found.day_only else found.at.astimezone(zone(self.context.time_zone))
        return at.date()

    def title(self, name: str) -> str:
        """The column's title as it stands in the file."""
        return self.mapping.columns.get(name, name)

    def error(
        self, row: TitledRow, name: str, found: str, sentence: str, code: str, fix: str | None = None
    ) -> None:
        """The record cannot be imported like this."""
        self._add(row, name, found, sentence, code, Severity.ERROR, fix)

    def flag(
        self, row: TitledRow, name: str, found: str, sentence: str, code: str, fix: str | None = None
    ) -> None:
        """Imported, but a person should look."""
        self._add(row, name, found, sentence, code, Severity.FLAG, fix)

    def ask(self, row: TitledRow, name: str, found: str, sentence: str, code: str) -> None:
        """Imported once a person confirms it."""
        self._add(row, name, found, sentence, code, Severity.QUESTION, None)

    def compare_code(self, row: TitledRow, name: str, code: str, what: str = "SKU") -> None:
        """The same code twice is reported, never merged; codes that differ only in case get an alias proposed."""
        if not code or len(self.codes) >= limits.SEEN_CODES_COUNT_MAX:
            return
        first, at = self.codes.setdefault(code.casefold(), (code, row.number))
        if at == row.number:
            return
        if first == code:
            sentence = f'the {what} "{shown(code)}" already stands in row {at}. Nothing is merged: change one of them.'
            self.flag(row, name, code, sentence, "variant.same_sku")
        else:
            sentence = (
                f'the {what} "{shown(code)}" and "{shown(first)}" of row {at} differ only in case. If they are one '
                "article, take this one as an alias; that can be undone."
            )
            self.flag(row, name, code, sentence, "variant.case_alias", first)

    def _cell(
        self, row: TitledRow, name: str, found: str, sentence: str, code: str, fix: str | None = None
    ) -> None:
        """What stands in this one cell is wrong: the sentence is led by row and column."""
        text = f'Row {row.number}, column "{self.title(name)}": {sentence}'
        problem = Problem(row.number, self.title(name), shown(found), text, Severity.ERROR, code, fix)
        self.problems.append(problem)

    def _add(
        self,
        row: TitledRow,
        name: str,
        found: str,
        sentence: str,
        code: str,
        severity: Severity,
        fix: str | None,
    ) -> None:
        text = f"Row {row.number}: {sentence}"
        self.problems.append(Problem(row.number, self.title(name), shown(found), text, severity, code, fix))


def _minus(text: str) -> str:
    return text.replace("-", "\u2212")
