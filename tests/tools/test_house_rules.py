"""Plants one fault for each house rule and sees it found by file and line; refuses a check that cannot fail."""

from __future__ import annotations

from pathlib import Path

import house_rules
import pytest

import architecture

CAPTION = '"""Owns the planted fault and refuses to hide it."""\n'
NOTHING_SEALED = dict.fromkeys(house_rules.SEALED, 0)


def house(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def found_in(root: Path, sealed: dict[str, int] | None = None) -> list[tuple[str, int, str]]:
    return [(f.path, f.line, f.rule) for f in house_rules.check(root, sealed or NOTHING_SEALED)]


def plant(
    root: Path, text: str, name: str = "src/opsroom/domains/orders/actions/hold.py"
) -> list[tuple[int, str]]:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [(line, rule) for _, line, rule in found_in(root)]


def test_a_clean_file_has_no_finding(tmp_path: Path) -> None:
    assert (
        plant(tmp_path, CAPTION + "\nimport json\n\n\ndef hold() -> str:\n    return json.dumps(1)\n") == []
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("src/a.py", "import json\n"),
        ("src/a.py", '"""Too short."""\n'),
        ("src/a.css", "body { margin: 0 }\n"),
        ("src/a.js", "let x = 1;\n"),
        ("src/a.html", "<p>hello</p>\n"),
        ("src/a.typ", "#let x = 1\n"),
        ("src/a.sql", "SELECT 1;\n"),
        ("tests/test_a.py", "def test_a(): ...\n"),
    ],
)
def test_a_missing_caption_is_found(tmp_path: Path, name: str, text: str) -> None:
    assert plant(tmp_path, text, name) == [(1, "caption")]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("src/a.css", "/* Owns the colours; refuses any other. */"),
        ("src/a.js", "// Owns the keys; refuses to steal one."),
        ("src/a.html", "{# One row of the list; decides nothing. #}"),
        ("src/a.html", "<!-- One row of the list; decides nothing. -->"),
        ("src/a.typ", "// The packing slip; prints no price at all."),
        ("src/a.sql", "-- The view behind the order list; writes nothing."),
        ("src/opsroom/__init__.py", ""),
        ("src/opsroom/domains/orders/migrations/0001_initial.py", "import json"),
    ],
)
def test_a_comment_is_a_caption_too(tmp_path: Path, name: str, first: str) -> None:
    assert plant(tmp_path, f"{first}\n" if first else "", name) == []


def test_a_name_that_says_nothing_is_found(tmp_path: Path) -> None:
    assert plant(tmp_path, CAPTION, "src/opsroom/domains/orders/services.py") == [(1, "name")]
    assert plant(tmp_path / "b", CAPTION, "src/opsroom/common/money.py") == [(1, "name")]


def test_a_file_and_a_function_over_the_limit_are_found(tmp_path: Path) -> None:
    long_function = "def hold() -> None:\n" + "    print()\n" * house_rules.FUNCTION_LINES_MAX
    assert plant(tmp_path, CAPTION + long_function) == [(2, "size")]
    longest = CAPTION + "x = 1\n" * (house_rules.FILE_LINES_MAX - 1)
    assert plant(tmp_path, longest) == []
    assert plant(tmp_path, longest + "x = 1\n") == [(1, "size")]


def test_the_ratchet_holds_an_offender_and_only_shrinks(tmp_path: Path) -> None:
    name = "src/opsroom/a.py"
    house(tmp_path, src__opsroom__a_DOT_py=CAPTION + "x = 1\n" * 419, tools__ratchet_DOT_txt=f"{name} 420\n")
    assert found_in(tmp_path, NOTHING_SEALED | {"ratchet": 1}) == []
    assert found_in(tmp_path) == [("tools/ratchet.txt", 1, "closed-list")]
    (tmp_path / name).write_text(CAPTION + "x = 1\n" * 420)
    assert found_in(tmp_path, NOTHING_SEALED | {"ratchet": 1}) == [(name, 1, "size")]
    (tmp_path / name).write_text(CAPTION + "x = 1\n" * 410)
    assert found_in(tmp_path, NOTHING_SEALED | {"ratchet": 1}) == [(name, 1, "size")]
    (tmp_path / name).write_text(CAPTION)
    assert found_in(tmp_path, NOTHING_SEALED | {"ratchet": 1}) == [("tools/ratchet.txt", 1, "size")]
    (tmp_path / "tools/ratchet.txt").write_text("")
    assert found_in(tmp_path, NOTHING_SEALED | {"ratchet": 1}) == [("tools/ratchet.txt", 1, "closed-list")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("    import json", True),
        ("    import json  # lazy: because", True),
        ("    import json  # lazy: heavy", False),
        ("    from a import b  # noqa: PLC0415 # lazy: cycle-free start-up", False),
    ],
)
def test_an_import_in_a_function_needs_a_reason_from_the_list(tmp_path: Path, line: str, found: bool) -> None:
    assert plant(tmp_path, f"{CAPTION}def hold() -> None:\n{line}\n") == ([(3, "lazy")] if found else [])


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('from django.apps import apps\nx = apps.get_model("orders.Order")\n', "get-model"),
        ('from importlib import import_module\nx = import_module("a")\n', "import-module"),
        ('from django.utils.module_loading import import_string\nx = import_string("a")\n', "import-module"),
        ('x = app.configure_task("orders.release")\n', "queue-by-name"),
        ("import httpx\n", "outbound"),
        ("from requests import get\n", "outbound"),
        ("import urllib.request\n", "outbound"),
        ("from django.dispatch import receiver\n", "signals"),
        ("from django.db.models.signals import post_save\n", "signals"),
        ("from django.utils.safestring import mark_safe\nx = mark_safe('<b>')\n", "mark-safe"),
        ("with connection.cursor() as cursor:\n    pass\n", "raw-sql"),
        ('cursor.execute("SELECT 1")\n', "raw-sql"),
        ('x = Order.objects.raw("SELECT 1")\n', "raw-sql"),
        ('x = Order.objects.extra(where=["1"])\n', "raw-sql"),
        ('x = RawSQL("SELECT 1", [])\n', "raw-sql"),
    ],
)
def test_a_banned_call_is_found_in_the_product_and_free_in_tests(
    tmp_path: Path, text: str, rule: str
) -> None:
    lines = plant(tmp_path, CAPTION + text)
    assert {found for _, found in lines} == {rule}
    assert all(line > 1 for line, _ in lines)
    assert plant(tmp_path / "b", CAPTION + text, "tests/test_a.py") == []


@pytest.mark.parametrize(
    "text", ["{{ name|safe }}", "{{ name | safe }}", "{% autoescape off %}", "{{ x|safeseq }}"]
)
def test_H5_an_unescaped_template_is_found(tmp_path: Path, text: str) -> None:
    name = "src/opsroom/interfaces/web/orders/templates/a.html"
    assert plant(tmp_path, "{# One row of the list; decides nothing. #}\n" + text, name) == [(2, "mark-safe")]


def test_H5_a_closed_list_lets_a_file_through_with_a_reason_and_only_shrinks(tmp_path: Path) -> None:
    name, listed = "src/opsroom/a.py", "tools/closed/raw-sql.txt"
    house(tmp_path, src__opsroom__a_DOT_py=CAPTION + 'cursor.execute("SELECT 1")\n')
    (tmp_path / "tools/closed").mkdir(parents=True)
    (tmp_path / listed).write_text(f"{name}  # one statement for many rows\n")
    one = NOTHING_SEALED | {"raw-sql": 1}
    assert found_in(tmp_path, one) == []
    assert found_in(tmp_path) == [(listed, 1, "closed-list")]
    (tmp_path / listed).write_text(f"{name}\n")
    assert found_in(tmp_path, one) == [(listed, 1, "closed-list")]
    (tmp_path / listed).write_text(f"{name}  # one statement for many rows\n")
    (tmp_path / name).write_text(CAPTION)
    assert found_in(tmp_path, one) == [(listed, 1, "closed-list")]


def test_a_file_that_cannot_be_parsed_is_one_finding(tmp_path: Path) -> None:
    assert plant(tmp_path, CAPTION + "def (:\n") == [(2, "syntax")]


def test_the_map_lists_captions_by_layer_and_a_stale_one_is_found(tmp_path: Path) -> None:
    house(
        tmp_path,
        src__opsroom__kernel__ids_DOT_py='"""Owns ids; refuses strings."""\n',
        src__opsroom__domains__orders__actions__hold_DOT_py='"""Places a hold on orders; refuses shipped ones."""\n',
    )
    text = architecture.build_map(tmp_path)
    assert "| `hold.py` | Places a hold on orders; refuses shipped ones. |" in text
    assert text.index("## domains/orders/actions") < text.index("## kernel")
    assert [finding.rule for finding in architecture.check_map(tmp_path)] == ["map"]
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/architecture.md").write_text(text, encoding="utf-8")
    assert architecture.check_map(tmp_path) == []


def test_where_names_the_nearest_files_first(tmp_path: Path) -> None:
    house(
        tmp_path,
        src__opsroom__domains__orders__actions__hold_DOT_py='"""Places holds on orders; refuses shipped ones."""\n',
        src__opsroom__domains__orders__rules_DOT_py='"""Decides about orders; refuses the clock."""\n',
        src__opsroom__kernel__ids_DOT_py='"""Owns ids; refuses strings."""\n',
    )
    names = [name for _, name, _ in architecture.where(tmp_path, ["hold", "order"])]
    assert names == ["src/opsroom/domains/orders/actions/hold.py", "src/opsroom/domains/orders/rules.py"]


def test_an_unknown_command_prints_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert architecture.main(["hurry"]) == 2
    assert "architecture.py where WORD" in capsys.readouterr().err
    assert architecture.main(["where", "hold"]) == 0
    assert "the first yes places it" in capsys.readouterr().out
