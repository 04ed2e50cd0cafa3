"""The one place that finds modules by name: connectors, commands, page lists; refuses none that it finds broken."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path
from types import ModuleType

from opsroom.ports import registry

PACKAGE = "opsroom"
_SOURCE = Path(__file__).resolve().parent.parent


def connect() -> None:
    """Registers every connector: those in opsroom.connectors and those other packages offer by entry point.

    A connector is a folder whose `manifest` module holds MANIFEST."""
    for name in sorted(_names(f"{PACKAGE}.connectors")):
        if util.find_spec(f"{PACKAGE}.connectors.{name}.manifest") is not None:
            registry.register(importlib.import_module(f"{PACKAGE}.connectors.{name}.manifest").MANIFEST)
    registry.register_entry_points(metadata.entry_points(group=registry.ENTRY_POINT_GROUP))


def command_modules() -> Iterator[ModuleType]:
    """Every subcommand's module: ours first, then the interfaces'. Each defines `register(app)`.

    Other files of those folders are left alone: they may need Django, which help must not wait for."""
    for layer, folder in (("project", "commands"), ("interfaces", "cli")):
        for path in sorted((_SOURCE / layer / folder).glob("*.py")):
            if "\ndef register(" in path.read_text(encoding="utf-8"):
                yield importlib.import_module(f"{PACKAGE}.{layer}.{folder}.{path.stem}")


def task_paths() -> list[str]:
    """Modules of tasks outside the domains: those are no Django apps, so the queue must be told."""
    return [
        f"{PACKAGE}.{layer}.tasks"
        for layer in ("workflows", "insight")
        if (_SOURCE / layer / "tasks.py").exists() or (_SOURCE / layer / "tasks").is_dir()
    ]


def page_modules() -> Iterator[ModuleType]:
    """The `urls` module of every area of the web interface, by name."""
    for name in sorted(_names(f"{PACKAGE}.interfaces.web")):
        if (_SOURCE / "interfaces" / "web" / name / "urls.py").exists():
            yield importlib.import_module(f"{PACKAGE}.interfaces.web.{name}.urls")


def _names(package: str) -> Iterator[str]:
    spec = util.find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        return
    for found in pkgutil.iter_modules(spec.submodule_search_locations):
        yield found.name
