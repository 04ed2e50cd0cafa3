"""The `opsroom` command: finds its subcommands, opens the instance for each, turns refusals into sentences."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import typer

from opsroom.kernel.values.errors import CodedError
from opsroom.project import wiring
from opsroom.project.refused import Refused

EXIT_FAILED = 1
EXIT_REFUSED = 2
EXIT_INTERRUPTED = 130


def application() -> typer.Typer:
    """The command with all its subcommands. Those of project open the instance themselves."""
    app = typer.Typer(
        name="opsroom",
        help="The operations room of an online seller.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for module in wiring.command_modules():
        if module.__name__.startswith("opsroom.project."):
            module.register(app)
            continue
        inner = typer.Typer()
        module.register(inner)
        _open_first(inner)
        app.registered_commands.extend(inner.registered_commands)
        app.registered_groups.extend(inner.registered_groups)
    return app


def main() -> None:
    """Runs one subcommand. Exit codes: 0 done, 1 the work failed, 2 it could not start, 130 interrupted."""
    try:
        application()()
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(EXIT_REFUSED)
    except CodedError as error:
        sys.stderr.write(f"{error.message}\n")
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)


def _open_first(app: typer.Typer) -> None:
    """Every command runs inside an opened instance, but only when it really runs: help stays fast."""
    for command in app.registered_commands:
        if command.callback is not None:
            command.callback = _inside_instance(command.callback)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            _open_first(group.typer_instance)


def _inside_instance(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **options: Any) -> Any:
        from opsroom.project.instance import opened  # lazy: heavy

        with opened("worker"):
            return function(*args, **options)

    return call


if __name__ == "__main__":
    main()
