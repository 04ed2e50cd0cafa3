"""Weight and rules of what every page loads: bytes, icons, nothing the content policy would block."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from opsroom.interfaces.web import assets
from opsroom.interfaces.web.icons import ICONS, known

WEB = assets.WEB
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
SCRIPT_BYTES_MAX, STYLE_BYTES_MAX, SPRITE_BYTES_MAX = 20_480, 14_336, 8_192


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in assets.build(tmp_path_factory.mktemp("static"))}


def weight(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def test_our_script_style_and_icons_stay_within_their_weight(built: dict[str, str]) -> None:
    assert weight(built["app.js"]) <= SCRIPT_BYTES_MAX
    assert weight(built["app.css"]) <= STYLE_BYTES_MAX
    assert weight(built["icons.svg"]) <= SPRITE_BYTES_MAX


def test_the_sprite_holds_exactly_the_named_icons(built: dict[str, str]) -> None:
    assert set(re.findall(r'<symbol id="([^"]+)"', built["icons.svg"])) == ICONS
    assert "<script" not in built["icons.svg"]


def test_an_unknown_icon_is_refused_with_the_way_out() -> None:
    with pytest.raises(LookupError, match=r"Add it to interfaces/web/icons\.py"):
        known("no-such-icon")
    with pytest.raises(LookupError, match="Choose another"):
        assets.sprite(["no-such-icon"])


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    named = {
        name for path in TEMPLATES for name in re.findall(r'\{% icon "([^"]+)"', path.read_text("utf-8"))
    }
    assert named
    assert named <= ICONS


def test_every_icon_a_page_names_in_python_is_in_the_sprite() -> None:
    sources = [path.read_text("utf-8") for path in WEB.rglob("*.py")]
    assert {name for text in sources for name in re.findall(r'icon="([^"]+)"', text)} <= ICONS


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_H1_templates_hold_nothing_the_policy_blocks(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=", text), "inline style"
    assert not re.search(r"\son[a-z]+\s*=", text), "event attribute"
    assert "hx-on" not in text
    assert not re.search(r"<script(?![^>]*(\ssrc=|application/json))", text), "inline script"
    assert "<style" not in text
    assert "javascript:" not in text
    assert not re.search(r"hx-(vals|headers)=['\"]js:", text)
    assert not re.search(r'hx-trigger="[^"]*\[', text), "a trigger filter needs eval"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_H5_no_template_marks_text_safe(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "|safe" not in text
    assert "autoescape off" not in text


def test_H2_htmx_is_held_by_its_settings() -> None:
    text = (WEB / "templates/parts/head_files.html").read_text("utf-8")
    for setting in ('"allowEval": false', '"allowScriptTags": false', '"includeIndicatorStyles": false'):
        assert setting in text
    assert '"selfRequestsOnly": true' in text
    assert '"historyCacheSize": 0' in text


def test_H2_the_script_keeps_no_words_in_browser_stores(built: dict[str, str]) -> None:
    assert "localStorage" not in built["app.js"]
    assert "sessionStorage" not in built["app.js"]
    assert "eval(" not in built["app.js"]
    kept = re.search(r"const keepScan = \(\{([^}]*)\}\)", built["app.js"])
    assert kept is not None
    assert {word.strip() for word in kept.group(1).split(",")} == {
        "id",
        "url",
        "kind",
        "line",
        "code",
        "of",
        "at",
    }


def test_styles_have_their_layers_in_order(built: dict[str, str]) -> None:
    assert built["app.css"].startswith("@layer tokens,base,layout,parts,states,print;")
    assert built["app.css"].count("{") == built["app.css"].count("}")


def test_building_twice_changes_nothing(tmp_path: Path) -> None:
    first = {path: path.stat().st_mtime_ns for path in assets.build(tmp_path)}
    assert {path: path.stat().st_mtime_ns for path in assets.build(tmp_path)} == first
