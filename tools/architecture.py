"""Checks the house rules, writes the map and answers where a line belongs; changes nothing but the map."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import house_rules

ROOT = Path(__file__).resolve().parent.parent
MAP = Path("docs/architecture.md")
HITS_MAX = 12
LAYERS = (
    "project",
    "interfaces",
    "workflows",
    "insight",
    "domains",
    "connectors",
    "ledgers",
    "ports",
    "kernel",
)
QUESTIONS = (
    ("Does it speak a vendor's words?", "connectors/<vendor>/"),
    ("Does it only show or parse?", "interfaces/web|rest|cli|mcp/"),
    ("Does it change two domains' data?", "workflows/<verb>.py, each step beside its undo"),
    ("Does it only read, to judge or predict?", "insight/"),
    ("Does it decide from values alone?", "domains/<domain>/rules.py"),
    ("Does it change a status?", "domains/<domain>/states.py and actions/<verb>.py"),
    ("Does it move goods or money?", "ledgers/, by a recipe"),
    ("Does it write one domain's tables?", "domains/<domain>/actions/<verb>.py"),
    ("Does it mean nothing to a shopkeeper?", "kernel/"),
)
USAGE = """usage: architecture.py check          every finding by file and line; exit 1 when there is one
       architecture.py map            write docs/architecture.md from the captions
       architecture.py where WORD...  the nearest files, and the questions that place a new line"""


def build_map(root: Path) -> str:
    """docs/architecture.md: every file of the product with its caption, by layer and folder."""
    folders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source in house_rules.sources(root):
        if source.in_src and not source.generated and source.text.strip():
            folder, _, file = source.name.removeprefix("src/opsroom/").rpartition("/")
            folders[folder].append((file, house_rules.caption_of(source)))

    def rank(folder: str) -> tuple[int, str]:
        top = folder.partition("/")[0]
        return (LAYERS.index(top) if top in LAYERS else -1, folder)

    lines = [
        "# Map of the house",
        "",
        "Written by `tools/architecture.py map` from the first line of every file; do not edit.",
        "Layers from top to bottom; imports only go down.",
    ]
    for folder in sorted(folders, key=rank):
        lines += ["", f"## {folder or 'opsroom'}", "", "| file | caption |", "|---|---|"]
        for file, caption in sorted(folders[folder]):
            cell = caption.replace("|", "\\|")
            lines.append(f"| `{file}` | {cell} |")
    return "\n".join(lines) + "\n"


def check_map(root: Path) -> list[house_rules.Finding]:
    path = root / MAP
    if path.exists() and path.read_text(encoding="utf-8") == build_map(root):
        return []
    sentence = "The map is stale: run `tools/architecture.py map`."
    return [house_rules.Finding(MAP.as_posix(), 1, "map", sentence)]


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z]+", text.lower())}


def where(root: Path, words: list[str]) -> list[tuple[int, str, str]]:
    """The files whose path and caption hold most of the words: (score, path, caption), best first."""
    asked = _words(" ".join(words))
    hits = []
    for source in house_rules.sources(root):
        if not source.in_src or source.generated or not source.text.strip():
            continue
        caption = house_rules.caption_of(source)
        score = 2 * len(asked & _words(Path(source.name).stem)) + len(asked & _words(caption))
        score += len(asked & _words("/".join(source.parts[2:-1])))
        if score:
            hits.append((score, source.name, caption))
    return sorted(hits, key=lambda hit: (-hit[0], hit[1]))[:HITS_MAX]


def _print_where(root: Path, words: list[str]) -> int:
    hits = where(root, words)
    for score, name, caption in hits:
        print(f"{score:>3}  {name}\n     {caption}")
    if not hits:
        print("No path and no caption holds these words.")
    print("\nA new line: the first yes places it.")
    for number, (question, place) in enumerate(QUESTIONS, 1):
        print(f"{number:>3}. {question:<42} {place}")
    return 0


def main(arguments: list[str]) -> int:
    """The exit status of one command; anything unknown prints the usage and is 2."""
    match arguments:
        case ["check"]:
            findings = [*house_rules.check(ROOT), *check_map(ROOT)]
            for finding in findings:
                print(finding)
            print(f"architecture: {len(findings)} finding{'' if len(findings) == 1 else 's'}")
            return 1 if findings else 0
        case ["map"]:
            (ROOT / MAP).write_text(build_map(ROOT), encoding="utf-8")
            print(f"wrote {MAP}")
            return 0
        case ["where", *words] if words:
            return _print_where(ROOT, words)
        case _:
            print(USAGE, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
