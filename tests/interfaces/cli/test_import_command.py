"""`opsroom import` on the terminal: one summary, honest exit codes, nothing twice; refuses options that cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer
from django.db import OperationalError
from tests import factories
from tests.workflows.imports.test_products import HEADER, MUG
from typer.testing import CliRunner

from opsroom.domains.catalog.models import Sku
from opsroom.interfaces.cli import import_files, import_run
from opsroom.interfaces.cli.exit_codes import gravest
from opsroom.interfaces.cli.faults import DatabaseStopped
from opsroom.kernel.values.errors import CodedError
from opsroom.project import wiring

SHOPIFY_ORDER: dict[str, Any] = {
    "id": 1,
    "name": "#1",
    "order_number": 1,
    "created_at": "2026-11-24T09:12:00+01:00",
    "currency": "EUR",
    "financial_status": "paid",
    "total_price": "5.00",
    "taxes_included": True,
    "line_items": [{"id": 11, "title": "Mug", "sku": "", "quantity": 1, "price": "5.00"}],
}

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
    head, row = output.splitlines()
    assert head.endswith(f"1 row is left to fix, here or on /import/{_latest()}:")
    assert row == "  Row 4: Variant Price −1 is below zero. Correct it."


def test_many_bad_rows_are_named_ten_and_the_error_file_holds_all(
    command: Any, file: Path, tmp_path: Path
) -> None:
    file.write_text(
        HEADER + MUG + "".join(f"b{n},B,V,,,B{n},shopify,1,-1,1,TRUE,active\n" for n in range(12))
    )
    left = tmp_path / "left.csv"
    code, output = command(file, "--error-file", left)
    lines = output.splitlines()
    assert (code, len(lines)) == (3, 12)
    assert lines[0].endswith(
        f"1 new, 0 changed, 0 the same. 12 rows are left to fix, here or on /import/{_latest()}:"
    )
    assert lines[-1] == (
        f"  and 2 more: all of them stand on /import/{_latest()}, "
        "or run the same command again with --error-file left.csv."
    )
    assert [line.split(",")[:2] for line in left.read_text("utf-8-sig").splitlines()[1:]] == [
        ["products.csv", str(row)] for row in range(4, 16)
    ]
    with pytest.raises(CodedError, match="It exists already; name a new file"):
        command(file, "--error-file", left)


def test_the_gravest_file_gives_the_exit_code_and_json_names_each(
    command: Any, file: Path, tmp_path: Path
) -> None:
    file.write_text(HEADER + MUG + "bad,Bad,V,,,BAD,shopify,1,-1,1,TRUE,active\n")
    code, output = command(file, tmp_path / "none.csv", "--json")
    found = json.loads(output)
    assert (code, found["exit_code"], found["error"]) == (1, 1, None)
    rows_left, missing = found["files"]
    assert (rows_left["exit_code"], rows_left["error"], rows_left["rows_to_fix"][0]["row"]) == (3, None, 4)
    assert (missing["exit_code"], missing["written"]) == (1, 0)
    assert missing["error"] == {
        "code": "terminal.file_not_opened",
        "message": f"“{tmp_path / 'none.csv'}” cannot be opened: no such file or directory. "
        "Check its name and that this account may read it.",
        "retry": "after_fix",
    }
    assert [gravest(codes) for codes in ([3, 1], [4, 3], [0, 5, 1], [])] == [1, 4, 5, 0]


def test_titles_without_rows_are_told_and_no_fault(command: Any, file: Path) -> None:
    file.write_text(HEADER)
    code, output = command(file)
    assert (code, output) == (
        0,
        f"products.csv: 0 rows (I-{_latest()}). The file has its titles but nothing below them, so nothing was "
        "imported. If rows were expected, export it again.\n",
    )
    assert summary(command(file, "--json")[1])["error"] is None


def test_what_was_noticed_is_told_beside_what_went_in(command: Any, tmp_path: Path) -> None:
    orders = tmp_path / "orders.json"
    unknown = SHOPIFY_ORDER["line_items"][0] | {"sku": "NOBODY-1"}
    many = [
        SHOPIFY_ORDER | {"id": number, "name": f"#{number}", "line_items": [unknown]}
        for number in range(1, 6)
    ]
    orders.write_text(json.dumps({"orders": many}))
    code, output = command(orders)
    lines = output.splitlines()
    assert (code, lines[1], lines[-1]) == (
        0,
        "  Noticed, and stops nothing:",
        f"  and 2 more with remarks, on /import/{_latest()}.",
    )
    assert lines[2].startswith("  Row 1: Order #1: nobody here knows the SKU “NOBODY-1”.")
    again = summary(command(orders, "--json")[1])
    assert (again["already_imported"], again["remarks"]) == (True, {"rows": 0, "first": []})
    orders.write_text(json.dumps({"orders": [one | {"note": "Ring twice"} for one in many]}))
    told = summary(command(orders, "--json")[1])["remarks"]
    assert (told["rows"], [row["row"] for row in told["first"]]) == (5, [1, 2, 3])


def test_whole_records_before_a_tear_go_in_and_the_tear_is_told(command: Any, tmp_path: Path) -> None:
    torn = tmp_path / "orders.json"
    torn.write_text(json.dumps({"orders": [SHOPIFY_ORDER, SHOPIFY_ORDER | {"id": 2}]})[:-9])
    code, output = command(torn)
    number = _latest()
    assert (code, output) == (
        3,
        f"orders.json: imported as I-{number}: 1 new, 0 changed, 0 the same. Not all of the file could be read:\n"
        f"  Row 2: The file ends in the middle of a record (line 1, column 281). It was "
        "probably cut off: export it again. The record before it is whole and was read.\n"
        "  Noticed, and stops nothing:\n"
        "  Row 1: Order #1: the line Mug has no SKU. Say which one it is before it is released.\n",
    )
    found = summary(command(torn, "--json")[1])
    assert (found["already_imported"], found["exit_code"], found["error"]) == (True, 3, None)
    assert [row["row"] for row in found["rows_to_fix"]] == [2]


def test_a_database_that_stops_ends_the_files_with_its_own_code(
    command: Any, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "second.csv"
    second.write_text(HEADER)

    def stops(*_: Any, **__: Any) -> Any:
        raise OperationalError("the connection is closed") from psycopg.OperationalError("closed")

    monkeypatch.setattr(import_run, "run_import", stops)
    code, output = command(file, second)
    told, not_begun = output.splitlines()
    assert code == 5
    assert told == f"products.csv: {DatabaseStopped.sentence}"
    assert not_begun == f"second.csv: Not begun. {DatabaseStopped.sentence}"


def test_an_open_question_writes_nothing_and_names_itself(command: Any, file: Path, tmp_path: Path) -> None:
    command(file)
    stock = tmp_path / "stock.csv"
    stock.write_text("SKU,Quantity\nMUG-B,13\n")
    code, output = command(stock, "--as", "stock", "--json")
    assert (code, summary(output)["questions"], summary(output)["written"]) == (4, ["quantity_meaning"], 0)
    assert "Answer with --quantity available, --quantity on_hand or" in command(stock, "--as", "stock")[1]
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
        f"none.csv: “{tmp_path / 'none.csv'}” cannot be opened: no such file or directory. "
        "Check its name and that this account may read it.\n",
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--channel", "nope"), "--channel cannot be “nope”. There are: none yet."),
        (("--quantity", "some"), "--quantity cannot be “some”. Use one of available, on_hand, not_tracked."),
        (
            ("--history", "--live"),
            "--history and --live were both given, and a file is one of them: --history only fills reports, "
            "--live takes stock and is picked. Give one of the two.",
        ),
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
