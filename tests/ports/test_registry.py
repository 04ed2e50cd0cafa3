"""Connectors register by name and format code once; a lacking capability is refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from opsroom.ports import registry
from opsroom.ports.registry import ConnectorManifest
from opsroom.ports.sales_channel import Capability, UnsupportedCapability, demand


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_manifests", {})
    return


@dataclass(frozen=True)
class Entry:
    name: str
    found: Any

    def load(self) -> Any:
        return self.found


@dataclass(frozen=True)
class Format:
    code: str


def test_what_entry_points_hold_is_found_by_name_and_by_format_code() -> None:
    orders: Any = Format("x-orders")
    manifest = ConnectorManifest("x", "X", formats=(orders,))
    registry.register_entry_points([Entry("x", manifest), Entry("x", manifest)])
    assert registry.all() == (manifest,)
    assert registry.get("x") is manifest
    assert registry.format_by_code("x-orders") is orders
    with pytest.raises(KeyError):
        registry.format_by_code("y-orders")


def test_rivals_of_one_name_or_one_code_are_refused() -> None:
    orders: Any = Format("x-orders")
    registry.register(ConnectorManifest("x", "X", formats=(orders,)))
    with pytest.raises(ValueError, match="Two connectors are called 'x'"):
        registry.register(ConnectorManifest("x", "another"))
    with pytest.raises(ValueError, match="Two connectors read 'x-orders'"):
        registry.register(ConnectorManifest("y", "Y", formats=(orders,)))
    assert [manifest.name for manifest in registry.all()] == ["x"]


def test_an_entry_point_without_a_manifest_is_refused() -> None:
    with pytest.raises(TypeError, match="holds no ConnectorManifest"):
        registry.register_entry_points([Entry("x", object())])


def test_a_capability_that_is_not_declared_is_refused_with_a_sentence() -> None:
    demand("Shopify", frozenset({Capability.REFUND}), Capability.REFUND)
    with pytest.raises(UnsupportedCapability) as refused:
        demand("Shopify", frozenset(), Capability.WRITE_STOCK)
    assert refused.value.message == "Shopify cannot do this: write stock. Do it in the channel itself."
