"""`opsroom templates` and `opsroom import --template`: listed, saved to a file, taken in, used by name or by file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from tests import factories
from tests.workflows.imports.test_products import HEADER, MUG
from typer.testing import CliRunner

from opsroom.domains.channels.models import Import, ImportMapping
from opsroom.domains.channels.template_rules import TemplateDraft, as_file
from opsroom.domains.warehouse.models import Stock
from opsroom.interfaces.cli import import_files, templates
from opsroom.interfaces.cli.faults import BadOption
from opsroom.project import wiring

pytestmark = pytest.mark.django_db
STOCK = "ref;stk\nMUG-B;3\n"
DRAFT = TemplateDraft(
    "Old tool", "stock", {"sku": "ref", "quantity": "stk"}, ("ref", "stk"), {"quantity_meaning": "on_hand"}
)


@pytest.fixture
def command(tmp_path: Path) -> Any:
    wiring.connect()
    factories.site(factories.company())
    app = typer.Typer()
    import_files.register(app)
    templates.register(app)
    (tmp_path / "products.csv").write_text(HEADER + MUG)
    (tmp_path / "stock.csv").write_text(STOCK)
    (tmp_path / "old.json").write_text(as_file(DRAFT))

    def run(*arguments: object) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(one) for one in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return run


def test_a_template_is_taken_in_listed_used_by_name_and_saved_again(command: Any, tmp_path: Path) -> None:
    assert command("templates")[1].startswith("No template is saved yet.")
    assert command("templates", "--add", tmp_path / "old.json") == (0, "“Old tool” was added.\n")
    assert command("templates")[1] == "Old tool (stock): ref → sku, stk → quantity\n"
    command("import", tmp_path / "products.csv")
    code, _ = command("import", tmp_path / "stock.csv", "--template", "Old tool", "--json")
    assert (code, Stock.objects.get(sku__code="MUG-B").on_hand) == (0, 3)
    assert Import.objects.latest("id").template_id == ImportMapping.objects.get().pk
    assert json.loads(command("templates", "--json")[1])["templates"][0]["imports"] == 1
    saved = tmp_path / "again.json"
    assert command("templates", "Old tool", "--save", saved)[0] == 0
    assert json.loads(saved.read_text()) == json.loads(as_file(DRAFT))
    with pytest.raises(BadOption, match="It exists already"):
        command("templates", "Old tool", "--save", saved)
    code, said = command("templates", "--add", tmp_path / "old.json")
    assert (code, "already" in said) == (1, True)


def test_a_template_file_reads_a_file_without_being_saved(command: Any, tmp_path: Path) -> None:
    command("import", tmp_path / "products.csv")
    code, _ = command("import", tmp_path / "stock.csv", "--template", tmp_path / "old.json")
    assert (code, Stock.objects.get(sku__code="MUG-B").on_hand) == (0, 3)
    assert ImportMapping.objects.count() == 0


def test_a_wrong_name_a_bad_file_and_another_kind_are_said_before_anything_is_read(
    command: Any, tmp_path: Path
) -> None:
    with pytest.raises(BadOption, match="There are: none yet"):
        command("import", tmp_path / "stock.csv", "--template", "Nobody's")
    (tmp_path / "bad.json").write_text("[]")
    with pytest.raises(BadOption, match="it is no template"):
        command("import", tmp_path / "stock.csv", "--template", tmp_path / "bad.json")
    with pytest.raises(BadOption, match="The template reads stock"):
        command("import", tmp_path / "stock.csv", "--as", "orders", "--template", tmp_path / "old.json")
    with pytest.raises(BadOption, match="cannot be read"):
        command("import", tmp_path / "stock.csv", "--template", tmp_path / "none.json")
    assert Import.objects.count() == 0
