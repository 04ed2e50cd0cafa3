"""Every core dependency has its reason in docs/dependencies.md, is locked with hashes, and no address is in a lock."""

from __future__ import annotations

import re

import pytest
from tests.database import ROOT

REQUIREMENTS = ROOT / "requirements"


def named(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith(("#", "-"))]


def test_each_core_dependency_has_its_reason_and_none_is_left_over() -> None:
    wanted = named((REQUIREMENTS / "core.in").read_text(encoding="utf-8"))
    told = re.findall(r"^\| ([a-z][^ ]*) \| \S", (ROOT / "docs" / "dependencies.md").read_text(), re.M)
    plain = [re.split(r"[<>=!~]", line)[0] for line in wanted]
    assert sorted(name for name in told if name != "package") == sorted(plain)


@pytest.mark.parametrize("name", ["core", "dev"])
def test_a_lock_holds_hashes_for_each_package_and_no_address(name: str) -> None:
    lock = (REQUIREMENTS / f"{name}.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    packages = re.findall(r"^[a-z0-9][^\n]*(?:\n    --hash=[^\n]*)*", lock, re.M)
    assert len(packages) > 50
    assert [one.splitlines()[0] for one in packages if "--hash=sha256:" not in one] == []


def test_every_core_dependency_is_locked_for_tests_in_the_same_version() -> None:
    def pins(name: str) -> set[str]:
        text = (REQUIREMENTS / f"{name}.lock").read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9][^ ;\\]*==[^ ;\\]*)", text, re.M))

    assert pins("core") - pins("dev") == set()
