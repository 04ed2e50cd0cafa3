"""Lists, saves and takes in mapping templates for the terminal; refuses to write over a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from opsroom.domains.access.queries import CompanyFacts
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.actions.save_template import save_template
from opsroom.domains.channels.errors import BadTemplate
from opsroom.domains.channels.queries import TemplateFacts
from opsroom.domains.channels.template_rules import Chosen, TemplateDraft, as_file, from_file
from opsroom.interfaces.cli.actor import terminal_actor
from opsroom.interfaces.cli.exit_codes import DONE, FAILED
from opsroom.interfaces.cli.faults import BadOption
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import TEMPLATE_BYTES_MAX
from opsroom.kernel.values.printable import one_line


def list_templates(*, as_json: bool, company: str | None) -> int:
    """Name, kind and columns of each, the one used last first."""
    actor, own = terminal_actor(company)
    found = channels.templates_of(actor, own.id)
    if as_json:
        rows = [json.loads(as_file(one.draft)) | {"imports": one.imports} for one in found]
        sys.stdout.write(json.dumps({"templates": rows}, ensure_ascii=False) + "\n")
        return DONE
    for one in found:
        columns = ", ".join(f"{title} → {name}" for name, title in one.draft.columns.items())
        sys.stdout.write(f"{one_line(one.draft.name)} ({one.draft.format}): {one_line(columns)}\n")
    if not found:
        sys.stdout.write(
            "No template is saved yet. Choose the columns of a file under Import and name them.\n"
        )
    return DONE


def save_to(name: str, path: Path, company: str | None) -> int:
    """Writes one to a new file."""
    actor, own = terminal_actor(company)
    found = _named(actor, own, name, "NAME")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(as_file(found.draft))
    except FileExistsError as error:
        usual = "It exists already; name a new file."
        raise BadOption(option="--save", found=str(path), usual=usual) from error
    sys.stdout.write(f"Saved to {path}. Another Opsroom takes it with: opsroom templates --add {path.name}\n")
    return DONE


def take_in(path: Path, company: str | None) -> int:
    """Adds the template of a file; one of its name stays as it is."""
    actor, own = terminal_actor(company)
    try:
        draft = from_file(_bytes(path, "--add"))
        save_template(actor, own.id, draft, anew=True)
    except BadTemplate as error:
        sys.stderr.write(error.message + "\n")
        return FAILED
    sys.stdout.write(f"“{one_line(draft.name)}” was added.\n")
    return DONE


def template_told(actor: Actor, own: CompanyFacts, told: str) -> Chosen:
    """What `--template` means: a file that ends in .json, else a saved name. Raises BadOption."""
    if told.lower().endswith(".json"):
        try:
            draft: TemplateDraft = from_file(_bytes(Path(told), "--template"))
        except BadTemplate as error:
            raise BadOption(option="--template", found=told, usual=error.message) from error
        return Chosen(draft, None, "you named its file")
    found = _named(actor, own, told, "--template")
    return Chosen(found.draft, found.id, "you named it")


def _named(actor: Actor, own: CompanyFacts, name: str, option: str) -> TemplateFacts:
    found = channels.templates_of(actor, own.id)
    for one in found:
        if one.draft.name == name:
            return one
    names = ", ".join(f"“{one.draft.name}”" for one in found) or "none yet"
    raise BadOption(option=option, found=name, usual=f"There are: {names}.")


def _bytes(path: Path, option: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(TEMPLATE_BYTES_MAX + 1)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise BadOption(option=option, found=str(path), usual=f"It cannot be read: {why}.") from error
