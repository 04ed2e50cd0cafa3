"""`opsroom import` on the terminal: one summary, honest exit codes, nothing twice; refuses options that cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from tests import factories
from tests.workflows.imports.test_products import HEADER, MUG
from typer.testing import CliRunner

from opsroom.domains.catalog.models import Sku
from opsroom.interfaces.cli import import_files
from opsroom.kernel.values.errors import CodedError
from opsroom.project import wiring

pytestmark = pytest.mark.django_db


@pytest.fixture
def command() -> Any:
    """command("file.csv", "--json") -> (exit code, what it printed). One company with one site exists."""
    wiring.connect()
    factories.site(factories.company())
    app = typer.Typer()
    import_files.register(app)

    def run(*arguments: object) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(one) for one in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(HEADER + MUG)
    return path


def summary(output: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output)["files"][0]
    return found


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(command: Any, file: Path) -> None:
    code, output = command(file, "--dry-run", "--json")
    assert (code, Sku.objects.count()) == (0, 0)
    found = summary(output)
    assert (found["dry_run"], found["written"], found["counts"]["new"]) == (True, 0, 1)
    assert found["effects"]["stock"]["units_up"] == 12


def test_the_import_then_the_same_again(command: Any, file: Path) -> None:
    command(file, "--dry-run")
    assert command(file) == (0, f"products.csv: imported as I-{_latest()}: 1 new, 0 changed, 0 the same.\n")
    assert Sku.objects.count() == 2
    code, output = command(file)
    assert (code, output) == (0, f"products.csv: already imported as I-{_latest()}; nothing changed.\n")
    assert summary(command(file, "--json")[1])["already_imported"]


def test_rows_left_to_fix_have_their_own_exit_code(command: Any, file: Path) -> None:
    file.write_text(HEADER + MUG + "bad,Bad,V,,,BAD,shopify,1,-1,1,TRUE,active\n")
    code, output = command(file)
    assert code == 3
    assert output.endswith(f"1 row is left to fix; see /import/{_latest()}.\n")


def test_an_open_question_writes_nothing_and_names_itself(command: Any, file: Path, tmp_path: Path) -> None:
    command(file)
    stock = tmp_path / "stock.csv"
    stock.write_text("SKU,Quantity\nMUG-B,13\n")
    code, output = command(stock, "--as", "stock", "--json")
    assert (code, summary(output)["questions"], summary(output)["written"]) == (4, ["quantity_meaning"], 0)
    code, output = command(stock, "--as", "stock", "--quantity", "on-hand", "--json")
    assert (code, summary(output)["written"]) == (0, 1)


def test_a_file_nobody_can_read_is_one_sentence_and_its_neighbour_goes_in(
    command: Any, file: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    code, output = command(photo, file)
    assert code == 1
    assert output.splitlines()[0].startswith("photo.png: “photo.png” was not imported: This is a PNG picture")
    assert Sku.objects.count() == 2


def test_a_missing_file_says_so(command: Any, tmp_path: Path) -> None:
    code, output = command(tmp_path / "none.csv")
    assert (code, output) == (
        1,
        f"none.csv: “{tmp_path / 'none.csv'}” cannot be opened: No such file or directory.\n",
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--channel", "nope"), "--channel cannot be “nope”. There are: none yet."),
        (("--quantity", "some"), "--quantity cannot be “some”. Use one of available, on_hand, not_tracked."),
        (("--history", "--live"), "--history cannot be “--live”. A file is one or the other."),
    ],
)
def test_options_that_cannot_be_are_refused(
    command: Any, file: Path, options: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CodedError) as refused:
        command(file, *options)
    assert refused.value.message == sentence


def _latest() -> int:
    from opsroom.domains.channels.models import Import

    return int(Import.objects.latest("id").pk)
