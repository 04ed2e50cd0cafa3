"""Checks the house rules on text and syntax trees; refuses nothing it cannot point at by file and line."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
CAPTION_WORDS_MIN = 4
SUFFIXES = {".py", ".css", ".js", ".html", ".typ", ".sql"}
TREES = ("src", "tests", "tools", "bench")
# `static` holds what is joined from other files at build time.
SKIPPED_FOLDERS = {"__pycache__", "vendor", "node_modules", "static", "staticfiles", "build", "dist"}
BANNED_NAMES = {
    "common", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util", "utils",
}  # fmt: skip
LAZY_REASONS = {"heavy", "cycle-free start-up"}
# Closed lists (tools/closed/<rule>.txt) and how many entries each may hold. A number here only goes down.
SEALED = {
    "ratchet": 0,
    "raw-sql": 54,
    "mark-safe": 1,
    "outbound": 0,
    "import-module": 0,
    "signals": 0,
}
COMMENT_CAPTION = {
    ".css": re.compile(r"^/\*\s*(?P<text>.+?)\s*(\*/)?$"),
    ".js": re.compile(r"^(//|/\*+)\s*(?P<text>.+?)\s*(\*/)?$"),
    ".html": re.compile(r"^(\{#|<!--)\s*(?P<text>.+?)\s*(#\}|-->)"),
    ".typ": re.compile(r"^//\s*(?P<text>.+)$"),
    ".sql": re.compile(r"^--\s*(?P<text>.+)$"),
}
LAZY = re.compile(r"#.*\blazy:\s*(?P<reason>[^#]*?)\s*(#|$)")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One broken rule: where, which rule, and what to do about it."""

    path: str
    line: int
    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [{self.rule}] {self.sentence}"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the house, read once; `name` is its path from the root with forward slashes."""

    name: str
    text: str

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix

    @property
    def parts(self) -> tuple[str, ...]:
        return Path(self.name).parts

    @property
    def in_src(self) -> bool:
        return self.name.startswith("src/")

    @property
    def generated(self) -> bool:
        """Migrations, first tables and minified files are written by tools; their length says nothing about us."""
        return "migrations" in self.parts or ".min." in self.name or self.name.endswith("/first_tables.sql")

    def tree(self) -> ast.Module:
        return ast.parse(self.text)


def sources(root: Path) -> Iterator[Source]:
    """Every file the rules apply to, sorted by path."""
    for top in TREES:
        for path in sorted((root / top).rglob("*")):
            relative = path.relative_to(root)
            if path.suffix in SUFFIXES and path.is_file() and not SKIPPED_FOLDERS & set(relative.parts):
                if any(part.endswith(".egg-info") for part in relative.parts):
                    continue
                yield Source(relative.as_posix(), path.read_text(encoding="utf-8"))


def caption_of(source: Source) -> str:
    """The caption on the first line of a file, or an empty string."""
    first = source.text.partition("\n")[0].strip()
    if source.suffix == ".py":
        if not first.startswith('"""'):
            return ""
        return first.strip('"').strip()
    match = COMMENT_CAPTION[source.suffix].match(first)
    return match["text"].strip() if match else ""


def check_caption(source: Source) -> Iterator[Finding]:
    if source.generated or not source.text.strip():
        return
    caption = caption_of(source)
    if not caption:
        yield Finding(
            source.name, 1, "caption", "The first line must say what the file owns and what it refuses."
        )
    elif len(caption.split()) < CAPTION_WORDS_MIN:
        yield Finding(source.name, 1, "caption", f"«{caption}» is too short to say what the file owns.")


def check_names(source: Source) -> Iterator[Finding]:
    for part in (*source.parts[:-1], Path(source.name).stem):
        if part in BANNED_NAMES:
            yield Finding(
                source.name, 1, "name", f"«{part}» says nothing: name the file after its verb or object."
            )


def sizes(source: Source) -> Iterator[tuple[str, int, int, int]]:
    """Each thing over its limit as (ratchet key, line, size, limit)."""
    if source.generated:
        return
    lines = len(source.text.splitlines())
    if lines > FILE_LINES_MAX:
        yield source.name, 1, lines, FILE_LINES_MAX
    if source.suffix != ".py":
        return
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES_MAX:
                yield f"{source.name}::{node.name}", node.lineno, length, FUNCTION_LINES_MAX


def check_lazy_imports(source: Source) -> Iterator[Finding]:
    if source.suffix != ".py" or source.name.startswith("tests/") or source.generated:
        return
    lines = source.text.splitlines()
    for function in ast.walk(source.tree()):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            said = [
                LAZY.search(lines[n - 1]) for n in range(node.lineno, (node.end_lineno or node.lineno) + 1)
            ]
            if not any(match and match["reason"] in LAZY_REASONS for match in said):
                allowed = " or ".join(f"«# lazy: {reason}»" for reason in sorted(LAZY_REASONS))
                yield Finding(
                    source.name, node.lineno, "lazy", f"Import at the top, or say why not: {allowed}."
                )


def _dotted(node: ast.expr) -> str:
    """`a.b.c` for a chain of names and attributes; `?` stands for anything else."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def _calls(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Each call as (line, last name, dotted name)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            dotted = _dotted(node.func)
            yield node.lineno, dotted.rpartition(".")[2], dotted


SAFE_TEMPLATE = re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off")
RAW_CALLS = {"execute", "executemany", "raw", "extra", "RawSQL", "copy"}
RAW_RECEIVERS = re.compile(r"(^|[._])(cursor|cur|connection|conn|objects|manager|tx|c|db|pg)$")
OUTBOUND = ("httpx", "requests", "urllib.request", "urllib3", "http.client", "aiohttp", "smtplib", "ftplib")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals")


def _raw_sql(tree: ast.Module) -> Iterator[int]:
    for line, last, dotted in _calls(tree):
        receiver = dotted.rpartition(".")[0]
        known = RAW_RECEIVERS.search(receiver)
        if (
            last == "RawSQL"
            or (last in RAW_CALLS and known)
            or (last == "cursor" and known)
            or (last in {"execute", "executemany"} and receiver)
        ):
            yield line


def _import_hits(tree: ast.Module, prefixes: tuple[str, ...]) -> Iterator[int]:
    for line, name in _imports(tree):
        if any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes):
            yield line


def _call_hits(tree: ast.Module, names: set[str]) -> Iterator[int]:
    for line, last, _ in _calls(tree):
        if last in names:
            yield line


Hits = Callable[[ast.Module], Iterator[int]]
HITS: dict[str, Hits] = {
    "get-model": lambda tree: _call_hits(tree, {"get_model"}),
    "import-module": lambda tree: _call_hits(tree, {"import_module", "__import__", "import_string"}),
    "queue-by-name": lambda tree: _call_hits(tree, {"configure_task"}),
    "outbound": lambda tree: _import_hits(tree, OUTBOUND),
    "signals": lambda tree: _import_hits(tree, SIGNALS),
    "mark-safe": lambda tree: _call_hits(tree, {"mark_safe", "SafeString", "SafeText"}),
    "raw-sql": _raw_sql,
}
INSTEAD = {
    "get-model": "Import the class or ask the owner's queries: no look-up by string.",
    "import-module": "Only project/wiring knows names at run time.",
    "queue-by-name": "Queue a task by its function: by name no tool can follow it.",
    "outbound": "Outside calls go through the guarded transport only (rule O1).",
    "signals": "No signals: call the verb, so that a reader can follow it.",
    "mark-safe": "Escape by template or format_html (rule H5).",
    "raw-sql": "Use the ORM, or enter the file in tools/closed/raw-sql.txt with its reason (rule H5).",
}
FREE = {
    "import-module": ("src/opsroom/project/wiring",),
    "outbound": ("src/opsroom/kernel/outbound",),
}


def check_bans(source: Source, closed: dict[str, set[str]]) -> Iterator[Finding]:
    """The bans apply to the product (src), not to its tests; migrations may use SQL and old models."""
    if not source.in_src or source.generated:
        return
    if source.suffix == ".html":
        if source.name not in closed.get("mark-safe", set()):
            for number, line in enumerate(source.text.splitlines(), 1):
                if SAFE_TEMPLATE.search(line):
                    yield Finding(source.name, number, "mark-safe", INSTEAD["mark-safe"])
        return
    if source.suffix != ".py":
        return
    tree = source.tree()
    for rule, hits in HITS.items():
        if source.name in closed.get(rule, set()) or source.name.startswith(FREE.get(rule, ("\0",))):
            continue
        where = sorted(set(hits(tree)))
        # Where a whole file is let through or not, its first line is enough.
        for place in where[:1] if rule in SEALED else where:
            yield Finding(source.name, place, rule, INSTEAD[rule])


def read_list(path: Path) -> dict[str, str]:
    """A closed list: `entry  # reason` a line; blank lines and lines that are only a comment do not count."""
    entries = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            entry, _, reason = line.partition("#")
            if entry.strip():
                entries[entry.strip()] = reason.strip()
    return entries


def check_lists(
    root: Path, found: tuple[Source, ...], sealed: dict[str, int], lists: dict[str, dict[str, str]]
) -> Iterator[Finding]:
    """Closed lists may only shrink: too long, unused, without a reason, or sealed too high are findings."""
    by_name = {source.name: source for source in found}
    for rule, limit in sealed.items():
        name = "tools/ratchet.txt" if rule == "ratchet" else f"tools/closed/{rule}.txt"
        entries = lists[rule]
        if len(entries) > limit:
            yield Finding(
                name, 1, "closed-list", f"{len(entries)} entries where {limit} are sealed: it only shrinks."
            )
        elif len(entries) < limit:
            yield Finding(
                name, 1, "closed-list", f"It shrank: lower SEALED[{rule!r}] to {len(entries)} to keep it."
            )
        if rule == "ratchet":
            continue
        for entry, reason in entries.items():
            source = by_name.get(entry)
            if not reason:
                yield Finding(name, 1, "closed-list", f"«{entry}» stands there without a reason.")
            if source is None or not any(f.rule == rule for f in check_bans(source, {})):
                yield Finding(name, 1, "closed-list", f"«{entry}» no longer needs its entry: take it out.")


def check_sizes(found: tuple[Source, ...], ratchet: dict[str, str]) -> Iterator[Finding]:
    """Nothing over its limit but what the ratchet lists as `key size`, nothing there that grew or healed."""
    allowed = {}
    for entry in ratchet:
        key, _, number = entry.rpartition(" ")
        allowed[key.strip()] = int(number)
    seen = set()
    for source in found:
        for key, line, size, limit in sizes(source):
            seen.add(key)
            what = "function" if "::" in key else "file"
            if size > allowed.get(key, limit):
                yield Finding(
                    source.name,
                    line,
                    "size",
                    f"The {what} {key} has {size} lines; {allowed.get(key, limit)} is the limit.",
                )
            elif size < allowed[key]:
                yield Finding(
                    source.name, line, "size", f"{key} shrank: write {size} into tools/ratchet.txt."
                )
    for key in sorted(set(allowed) - seen):
        yield Finding("tools/ratchet.txt", 1, "size", f"«{key}» is within its limit: take it out.")


def check(root: Path, sealed: dict[str, int] | None = None) -> list[Finding]:
    """All findings for the tree under `root`, in order of path and line."""
    sealed = SEALED if sealed is None else sealed
    found = tuple(sources(root))
    findings: list[Finding] = []
    readable = []
    for source in found:
        try:
            if source.suffix == ".py":
                source.tree()
        except SyntaxError as error:
            findings.append(Finding(source.name, error.lineno or 1, "syntax", "The file cannot be parsed."))
            continue
        readable.append(source)
    lists = {
        rule: read_list(root / "tools" / ("ratchet.txt" if rule == "ratchet" else f"closed/{rule}.txt"))
        for rule in sealed
    }
    closed = {rule: set(entries) for rule, entries in lists.items()}
    for source in readable:
        findings += [*check_caption(source), *check_names(source), *check_lazy_imports(source)]
        findings += check_bans(source, closed)
    findings += check_sizes(tuple(readable), lists["ratchet"])
    findings += check_lists(root, tuple(readable), sealed, lists)
    return sorted(set(findings))
