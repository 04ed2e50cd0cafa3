"""Builds app.css, app.js and the icon sprite into the git-ignored static folder; refuses an icon Lucide lacks."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import lucide

from opsroom.interfaces.web.icons import ICONS

WEB = Path(__file__).resolve().parent
STATIC = WEB / "static"
_ATTRIBUTES = (
    'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
)
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def stylesheet(sources: Iterable[Path]) -> str:
    """One stylesheet in file order, comments and indentation gone; the layers keep their first-named order."""
    text = "".join(path.read_text("utf-8") for path in sources)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(";}", "}").strip() + "\n"


def script(sources: Iterable[Path]) -> str:
    """One script in one scope: files share their names with each other and with nothing else."""
    lines: list[str] = []
    for path in sources:
        for line in path.read_text("utf-8").splitlines():
            bare = line.strip()
            if bare and not bare.startswith("//"):
                lines.append(bare)
    return '(() => {\n"use strict";\n' + "\n".join(lines) + "\n})();\n"


def sprite(names: Iterable[str]) -> str:
    """The named Lucide icons as SVG symbols; raises LookupError for a name the wheel does not hold."""
    archive = zipfile.ZipFile(Path(lucide.__file__).with_name("lucide.zip"))
    held = set(archive.namelist())
    symbols: list[str] = []
    for name in sorted(names):
        if f"{name}.svg" not in held:
            raise LookupError(
                f"Lucide has no icon named {name!r}. Choose another in interfaces/web/icons.py."
            )
        found = _INNER.search(archive.read(f"{name}.svg").decode("utf-8"))
        if found is None:
            raise LookupError(f"Icon {name!r} holds no drawing.")
        drawing = re.sub(r">\s+<", "><", found.group(1).strip())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24" {_ATTRIBUTES}>{drawing}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def build(target: Path = STATIC) -> list[Path]:
    """Writes every built file under `target` and returns their paths; safe to run again at any time."""
    made = {
        "app.css": stylesheet(sorted((WEB / "css").glob("*.css"))),
        "app.js": script(sorted((WEB / "js").glob("*.js"))),
        "icons.svg": sprite(ICONS),
        "mark.svg": (WEB / "art" / "mark.svg").read_text("utf-8"),
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        path = target / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
    return [target / name for name in made]


def main() -> None:
    """`python -m opsroom.interfaces.web.assets`: builds and says what was built."""
    for path in build():
        sys.stdout.write(f"{path.relative_to(WEB)}  {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
