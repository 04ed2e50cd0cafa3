"""What import stories need: a shop with a site, the connectors, a way to import bytes; refuses shared state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from tests import factories

from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.queries import RowFacts
from opsroom.kernel.values.actor import Actor
from opsroom.project import wiring
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.importing.runs import run_for
from opsroom.workflows.importing.uploads import keep_upload
from opsroom.workflows.open_import import Wish, open_import
from opsroom.workflows.run_import import ImportRun, run_import
from opsroom.workflows.undo_import import KIND, undo_import


@pytest.fixture(scope="session", autouse=True)
def _connectors() -> None:
    wiring.connect()


@dataclass
class Shop:
    """One company with one site, seen by its manager."""

    company: int
    site: int
    manager: Actor

    def open(self, content: bytes | str, name: str = "file.csv", **wish: Any) -> int:
        """The import of these bytes, not yet read."""
        data = content.encode() if isinstance(content, str) else content
        upload = keep_upload([data], owner="test")
        wish["answers"] = tuple(dict(wish.get("answers", {})).items())
        return open_import(self.manager, self.company, upload, name, Wish(**wish))

    def bring(
        self, content: bytes | str, name: str = "file.csv", *, dry_run: bool = False, **wish: Any
    ) -> ImportRun:
        """Imports these bytes as far as it goes."""
        return run_import(self.manager, self.open(content, name, **wish), dry_run=dry_run)

    def again(self, import_id: int, **more: Any) -> ImportRun:
        """Goes on with an import."""
        return run_import(self.manager, import_id, **more)

    def undo(self, import_id: int) -> tuple[int, list[tuple[int, str]]]:
        """Takes an import back: (rows taken back, those that stay and why)."""
        run = run_for(setting_of(self.manager, import_id), KIND, "undo", None)
        return undo_import(self.manager, import_id, run)

    def rows(self, import_id: int) -> list[RowFacts]:
        """Every staged row."""
        return channels.rows_after(import_id, after=-1, rows=100_000)

    def sentences(self, import_id: int) -> list[str]:
        """Every sentence a person reads about rows, then about the file."""
        facts = channels.import_of(self.manager, import_id)
        problems = [one for row in self.rows(import_id) for one in row.problems] + facts.problems
        return [one["sentence"] for one in problems]


@pytest.fixture
def make_shop() -> Callable[[], Shop]:
    def make() -> Shop:
        company = factories.company()
        return Shop(company, factories.site(company), factories.actor("manager", company))

    return make


@pytest.fixture
def shop(db: None, make_shop: Callable[[], Shop]) -> Shop:
    return make_shop()
