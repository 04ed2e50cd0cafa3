"""Members of a JSON object by type, each problem with a sentence; refuses floats, wrong types and silent zeros."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from opsroom.kernel.values.money import to_minor
from opsroom.ports.file_format import Problem, ReadContext, Severity
from opsroom.ports.reading.cells import clean_text, parse_decimal, shown
from opsroom.ports.reading.dates import BadDate, parse_moment, zone


@dataclass(slots=True)
class Reader:
    """Reads one record's members and collects what is wrong. `name` is how the record is called in sentences."""

    row: int
    name: str
    context: ReadContext
    currency: str = ""
    problems: list[Problem] = field(default_factory=list)

    def text(self, value: Any, key: str) -> str:
        """Text of a member; empty when absent. Ids as numbers become their digits."""
        found = value.get(key) if isinstance(value, dict) else None
        return clean_text(found)

    def parts(self, value: Any, key: str) -> list[dict[str, Any]]:
        """The objects of a list member; what is no object in it is an error."""
        found = value.get(key) if isinstance(value, dict) else None
        if found is None or found == "":
            return []
        if not isinstance(found, list) or any(not isinstance(one, dict) for one in found):
            self.error(
                key, found, f'"{key}" should be a list of objects. Export the order again.', "json.wrong_type"
            )
            return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        return found

    def inner(self, value: Any, key: str) -> dict[str, Any] | None:
        """An object member; None when absent or empty."""
        found = value.get(key) if isinstance(value, dict) else None
        return found if isinstance(found, dict) and found else None

    def number(self, value: Any, key: str) -> Decimal | None:
        """A number member; None when absent. What is no number is an error."""
        found = value.get(key) if isinstance(value, dict) else None
        if found is None or found == "":
            return None
        number = parse_decimal(found)
        if number is None:
            self.error(
                key,
                found,
                f'{key} is "{shown(found)}", which is not a number. Correct it.',
                "json.not_a_number",
            )
        return number

    def minor(self, value: Any, key: str) -> int | None:
        """An amount in minor units of the order's currency."""
        number = self.number(value, key)
        return None if number is None else to_minor(number, self.currency)

    def moment(self, value: Any, key: str, zone_name: str = "") -> datetime | None:
        """A moment; what is no date is an error."""
        found = value.get(key) if isinstance(value, dict) else None
        if isinstance(found, dict | list | bool):
            found = "wrong type"
        moment = parse_moment(found, zone(zone_name or self.context.time_zone))
        if isinstance(moment, BadDate):
            self.error(key, found, f"{key}: {moment.sentence}", moment.code, moment.fix)
            return None
        return moment.at if moment else None

    def error(self, key: str, found: Any, sentence: str, code: str, fix: str | None = None) -> None:
        """The record cannot be imported like this."""
        self._add(key, found, sentence, code, Severity.ERROR, fix)

    def flag(self, key: str, found: Any, sentence: str, code: str, fix: str | None = None) -> None:
        """Imported, but a person should look."""
        self._add(key, found, sentence, code, Severity.FLAG, fix)

    def _add(
        self, key: str, found: Any, sentence: str, code: str, severity: Severity, fix: str | None
    ) -> None:
        text = f"{self.name}: {sentence}"
        self.problems.append(Problem(self.row, key, shown(found), text, severity, code, fix))
