"""The connectors known to this process, by name; refuses two of one name and two formats of one code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from opsroom.ports.file_format import FileFormat
from opsroom.ports.sales_channel import Capability

ENTRY_POINT_GROUP = "opsroom.connectors"


@dataclass(frozen=True, slots=True)
class ConnectorManifest:
    """What one outside system offers us: its file formats and the capabilities of its API."""

    name: str
    title: str
    formats: tuple[FileFormat, ...] = ()
    capabilities: frozenset[Capability] = frozenset()


class Loadable(Protocol):
    """An entry point, as importlib.metadata gives it."""

    @property
    def name(self) -> str:
        """The connector's name."""
        ...

    def load(self) -> Any:
        """Import it; the answer must be a ConnectorManifest."""
        ...


_manifests: dict[str, ConnectorManifest] = {}


def register(manifest: ConnectorManifest) -> None:
    """Add a connector. The very same one again changes nothing; a rival of one name is a ValueError."""
    known = _manifests.get(manifest.name)
    if known is manifest:
        return
    if known is not None:
        raise ValueError(f"Two connectors are called {manifest.name!r}.")
    taken = {file_format.code for other in _manifests.values() for file_format in other.formats}
    for file_format in manifest.formats:
        if file_format.code in taken:
            raise ValueError(f"Two connectors read {file_format.code!r}.")
        taken.add(file_format.code)
    _manifests[manifest.name] = manifest


def register_entry_points(entries: Iterable[Loadable]) -> None:
    """Register what the entry points of group `opsroom.connectors` hold; the caller finds them."""
    for entry in entries:
        manifest = entry.load()
        if not isinstance(manifest, ConnectorManifest):
            raise TypeError(f"The entry point {entry.name!r} holds no ConnectorManifest.")
        register(manifest)


def get(name: str) -> ConnectorManifest:
    """The connector of this name; KeyError when there is none."""
    return _manifests[name]


def all() -> tuple[ConnectorManifest, ...]:
    """Every connector, by name."""
    return tuple(_manifests[name] for name in sorted(_manifests))


def all_formats() -> tuple[FileFormat, ...]:
    """Every file format of every connector, by code."""
    found = [file_format for manifest in _manifests.values() for file_format in manifest.formats]
    return tuple(sorted(found, key=lambda file_format: file_format.code))


def format_by_code(code: str) -> FileFormat:
    """The file format of this code; KeyError when there is none."""
    for file_format in all_formats():
        if file_format.code == code:
            return file_format
    raise KeyError(code)
