"""Proves that every domain is built alike: its files, its verbs, its events, its errors; refuses an odd one out."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from tests.database import ROOT

from opsroom.domains.access.matrix import VERBS
from opsroom.kernel.values import errors, limits

SOURCE = ROOT / "src" / "opsroom"
DOMAINS = sorted(path.name for path in (SOURCE / "domains").iterdir() if (path / "apps.py").exists())
REQUIRED = {"apps", "data_map", "models", "queries", "actions", "errors", "events", "rules", "migrations"}
ALLOWED = REQUIRED | {"states", "permissions", "settings", "tasks", "admin"}
OWN_DATA = {
    "access": {"matrix", "kinds"},  # kinds of task as data, beside the matrix of rights
    # what a line of an old order history is, what a template may hold, what two tools say differently: pure as rules;
    # and whose files of which kind are
    "channels": {"history_rules", "template_rules", "parallel_rules", "import_rights"},
    "customers": {"country_rules"},
    # rows for the verbs above, locked in one order; what is taken by hand before it is an order
    "orders": {"rows", "heard", "drafts", "draft_rules", "documents", "invariants"},
    "warehouse": {"calendar", "invariants", "rows", "serving", "holds"},
    "fulfilment": {"documents"},
    "billing": {"documents"},
}


def parts_of(domain: str) -> set[str]:
    folder = SOURCE / "domains" / domain
    found = {path.stem for path in folder.iterdir() if path.suffix == ".py" and path.stem != "__init__"}
    return found | {path.name for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_has_the_same_files(domain: str) -> None:
    found = parts_of(domain)
    assert REQUIRED - found == set()
    assert found - ALLOWED - OWN_DATA.get(domain, set()) == set()


def module_names(folder: str) -> list[str]:
    """Dotted names of the modules below a folder of the product, migrations apart."""
    paths = [
        p for p in (SOURCE / folder).rglob("*.py") if "migrations" not in p.parts and p.stem != "__init__"
    ]
    return sorted(".".join(("opsroom", *p.relative_to(SOURCE).with_suffix("").parts)) for p in paths)


def verb_names() -> list[str]:
    """The verbs: every file of actions/, and those of workflows/ itself; parts of verbs stand in folders or under _."""
    found = [name for name in module_names("domains") if ".actions." in name]
    found += [name for name in module_names("workflows") if name.count(".") == 2]
    return [name for name in found if not name.rpartition(".")[2].startswith("_")]


def public_functions(module: ModuleType) -> list[str]:
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and inspect.isfunction(value) and value.__module__ == module.__name__
    ]


@pytest.mark.parametrize("dotted", verb_names(), ids=lambda name: name.removeprefix("opsroom."))
def test_Z1_a_verb_is_named_like_its_file_and_takes_the_actor_first(dotted: str) -> None:
    module, name = importlib.import_module(dotted), dotted.rpartition(".")[2]
    if not public_functions(module):
        pytest.skip("The file holds no function: data or plans that its verbs use.")
    assert name in public_functions(module), f"{dotted} has no function {name}"
    first = next(iter(inspect.signature(getattr(module, name)).parameters.values()))
    assert first.name == "actor"
    assert "Actor" in str(first.annotation)


# Parts that touch no table, so that no verb has to be asked for: bytes on their way to staging.
OPEN_PARTS = {
    "opsroom.workflows.importing.uploads",
    "opsroom.workflows.importing.child",
    "opsroom.workflows.importing.reader_host",
}


def test_Z1_the_parts_of_workflows_are_used_by_workflows_alone() -> None:
    parts = {name for name in module_names("workflows") if name.count(".") > 2} - OPEN_PARTS
    packages = {name.rpartition(".")[0] for name in parts}
    for name in OPEN_PARTS:
        text = SOURCE.parent.joinpath(*name.split(".")).with_suffix(".py").read_text(encoding="utf-8")
        assert "django.db" not in text, name
    users = []
    for path in SOURCE.rglob("*.py"):
        if "workflows" in path.relative_to(SOURCE).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module in packages:
                named = [f"{node.module}.{alias.name}" for alias in node.names]
            users += [(path.relative_to(ROOT).as_posix(), name) for name in named if name in parts]
    assert users == []


# A refused verb touched no row: its event is about the try itself.
WITHOUT_MODEL = {"access.action"}


def test_every_event_kind_names_a_model() -> None:
    known = {model._meta.label_lower for model in apps.get_models()} | WITHOUT_MODEL
    kinds = 0
    for domain in DOMAINS:
        module = importlib.import_module(f"opsroom.domains.{domain}.events")
        for name, value in vars(module).items():
            if not name.isupper() or not isinstance(value, str):
                continue
            parts = value.split(".")
            assert parts[0] == domain, f"{domain}.events.{name} = {value}"
            if len(parts) == 2:
                assert value in known, f"{domain}.events.{name} = {value} is no model"
            else:
                kinds += 1
                assert len(parts) == 3
                assert f"{parts[0]}.{parts[1]}" in known, f"{domain}.events.{name} = {value}: no such model"
                assert not parts[2].endswith("ing"), f"{value}: an event is what has happened"
    assert kinds > 20


def literals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or "require" not in ast.unparse(node.func) or len(node.args) < 2:
            continue
        verb = node.args[1]
        if isinstance(verb, ast.Constant) and isinstance(verb.value, str):
            yield verb.value


def test_Z2_every_verb_asked_for_in_the_code_stands_in_the_matrix() -> None:
    asked: dict[str, str] = {}
    for path in SOURCE.rglob("*.py"):
        for verb in literals(ast.parse(path.read_text(encoding="utf-8"))):
            asked[verb] = path.relative_to(ROOT).as_posix()
    assert {verb: where for verb, where in asked.items() if verb not in VERBS} == {}
    assert len(asked) > 20


def test_error_codes_begin_with_their_domain_and_are_used_once() -> None:
    for dotted in module_names("domains"):
        importlib.import_module(dotted)
    seen: dict[str, type] = {}
    pending = list(errors.CodedError.__subclasses__())
    while pending:
        found = pending.pop()
        pending += found.__subclasses__()
        if not found.__module__.startswith("opsroom.domains.") or "code" not in vars(found):
            continue
        assert found.code.partition(".")[0] == found.__module__.split(".")[2], found
        assert seen.setdefault(found.code, found) is found, f"{found.code} is used twice"
    assert len(seen) > 10


def test_L1_every_limit_is_a_number() -> None:
    numbers = {name: value for name, value in vars(limits).items() if name.isupper()}
    wrong = {
        name: value
        for name, value in numbers.items()
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0
    }
    assert wrong == {}
    assert len(numbers) > 40


def test_nothing_but_python_and_data_lies_in_a_domain() -> None:
    odd = [p.relative_to(ROOT).as_posix() for p in Path(SOURCE / "domains").rglob("*") if p.suffix == ".html"]
    assert odd == []
