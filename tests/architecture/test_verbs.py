"""Every verb's function takes the actor and asks for a verb before it writes; refuses one that forgets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from opsroom.domains.access.matrix import MATRIX, ROLES, SYSTEM_ACTORS, VERBS
from opsroom.interfaces.web.access.right_words import AREAS, RIGHTS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "opsroom"
# Public functions that ask for no verb. A closed list: it may only shrink.
ASKS_NOTHING = {
    "domains/access/actions/record_refusal.py": "whoever is refused must not be able to prevent the record of it",
}
# Verbs no line of code asks for yet: the table of rights names them, their pages follow.
NOT_YET_ASKED = {
    "customers.ask_erasure": "erasure is asked for and approved through approvals, whose pages follow",
    "customers.approve_erasure": "see customers.ask_erasure",
    "channels.secrets": "no channel is joined by its own interface yet",
    "catalog.view_costs": "fields are shown by may_see; no page shows the history of costs yet",
    "orders.view_people": "fields are shown by may_see",
    "orders.edit": "an order is changed at its channel so far",
    "insight.view": "metrics ask for the verb of what they count",
    "jobs.view": "the list of jobs follows",
    "jobs.control": "see jobs.view",
    "demo.load": "the demo shop is loaded at the first start",
}
WRITES = {
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "save",
    "update",
    "update_or_create",
    "get_or_create",
}


def test_every_right_that_a_person_can_have_stands_in_words_on_the_page_of_rights() -> None:
    shown = {verb for verb, cells in MATRIX.items() if set(cells.values()) != {"-"}}
    assert shown == set(RIGHTS), "name the right in interfaces/web/access/right_words.py"
    assert {verb.partition(".")[0] for verb in shown} <= set(AREAS)


def verb_files() -> Iterator[Path]:
    for path in sorted([*SOURCE.glob("domains/*/actions/*.py"), *SOURCE.glob("workflows/*.py")]):
        if not path.name.startswith("_"):
            yield path


def public_verb(path: Path) -> ast.FunctionDef | None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return next((n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == path.stem), None)


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def asks(path: Path, function: ast.FunctionDef) -> bool:
    """True when it calls require, or hands the actor to another verb, to a checker or to a query that does."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if called(node) == "require" or any(isinstance(one, ast.Name) and one.id == "actor" for one in given):
            return True
    return False


def first_lines(function: ast.FunctionDef) -> tuple[int, int]:
    """The line of the first require and of the first write in this function's own body; 10**9 where there is none."""
    require = write = 10**9
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        name = called(node)
        if name == "require":
            require = min(require, node.lineno)
        elif isinstance(node.func, ast.Attribute) and name in WRITES and "objects" in ast.unparse(node.func):
            write = min(write, node.lineno)
    return require, write


FILES = list(verb_files())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_Z1_a_verb_takes_the_actor_and_asks_before_it_writes(path: Path) -> None:
    function, name = public_verb(path), path.relative_to(SOURCE).as_posix()
    if function is None:
        assert "objects" not in path.read_text(encoding="utf-8"), (
            f"{name} writes but holds no verb of its name"
        )
        return
    assert [argument.arg for argument in function.args.args][:1] == ["actor"], (
        f"{name}: the actor comes first"
    )
    if name in ASKS_NOTHING:
        return
    assert asks(path, function), f"{name} neither calls require nor hands the actor on"
    require, write = first_lines(function)
    assert require < write or require == write == 10**9 or require == 10**9, f"{name} writes before it asks"


def test_Z1_the_exceptions_are_real() -> None:
    for name in ASKS_NOTHING:
        function = public_verb(SOURCE / name)
        assert function is not None
        assert "require(" not in ast.unparse(function)


def verbs_in_code() -> set[str]:
    """Every text in the product, but for the matrix and the tables of words, that is a verb of the matrix."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if path.name in ("matrix.py", "permissions.py") or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in VERBS:
                found.add(node.value)
    return found


def test_Z2_the_matrix_holds_no_verb_that_nobody_asks_for() -> None:
    assert set(NOT_YET_ASKED) <= VERBS
    assert VERBS - verbs_in_code() - set(NOT_YET_ASKED) == set()


def test_Z2_a_limited_verb_says_how_much_is_asked() -> None:
    limited = {verb for verb in VERBS if any(MATRIX[verb][role][0] == "L" for role in ROLES)}
    silent = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or called(node) != "require" or len(node.args) < 2:
                continue
            verb = node.args[1]
            named = {keyword.arg for keyword in node.keywords}
            if isinstance(verb, ast.Constant) and verb.value in limited and "asked" not in named:
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert silent == []


def test_Z1_programs_are_named_in_the_matrix_alone() -> None:
    named = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) == "system_actor" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    named.add(first.value)
    assert named <= set(SYSTEM_ACTORS)
