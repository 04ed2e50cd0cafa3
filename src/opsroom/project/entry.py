"""The `opsroom` command: finds its subcommands, opens the instance for each, turns refusals into sentences.

Nothing heavy is loaded before `main` runs: Ctrl-C in that time would show a traceback.
"""

from __future__ import annotations

import functools
import json
import logging
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, NoReturn

from opsroom.interfaces.cli import exit_codes
from opsroom.interfaces.cli.interrupted import Interrupted
from opsroom.project.refused import Refused

if TYPE_CHECKING:
    import typer

REFUSED: Final = "terminal.cannot_start"


def application() -> typer.Typer:
    """The command with all its subcommands. Those of project open the instance themselves."""
    import typer  # lazy: heavy

    from opsroom.project import wiring  # lazy: heavy

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
    """Runs one subcommand and ends with its exit code; interfaces/cli/exit_codes.py says what they mean."""
    # What the database's driver notes about a lost connection is no sentence, and the fault itself is told.
    logging.getLogger("psycopg").addHandler(logging.NullHandler())
    asked = _end_in_order()
    try:
        code = application()(standalone_mode=False)
    except Refused as refusal:
        _tell(REFUSED, str(refusal), "after_fix", exit_codes.NOT_BEGUN)
    except (Exception, KeyboardInterrupt) as error:
        if asked or isinstance(error, KeyboardInterrupt):  # what is cut off may end in any other error
            _tell_interrupted()
        from opsroom.interfaces.cli.faults import Usage, ending_of  # lazy: heavy

        ending = ending_of(error)
        if ending.code == Usage.code and not _wants_json():
            from typer.rich_utils import rich_format_error  # lazy: heavy

            rich_format_error(error)  # type: ignore[arg-type]
            sys.exit(ending.exit_code)
        _tell(ending.code, ending.message, ending.retry, ending.exit_code)
    if code == exit_codes.INTERRUPTED:  # the library made a number of Ctrl-C already
        _tell_interrupted()
    sys.exit(code)


def _end_in_order() -> list[int]:
    """SIGTERM and a closed terminal end a command as Ctrl-C does, and a second one does not disturb the end: killed at
    once, a command would leave its database running. Under nohup the end of the terminal stays without effect.

    Returns the signals that came so far."""
    came: list[int] = []
    asking = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]

    def ask(number: int, frame: FrameType | None) -> None:
        for each in asking:
            signal.signal(each, signal.SIG_IGN)
        came.append(number)
        raise KeyboardInterrupt

    for number in asking:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, ask)
    return came


def _tell_interrupted() -> NoReturn:
    _tell(Interrupted.code, Interrupted.sentence, Interrupted.retry.value, exit_codes.INTERRUPTED)


def _wants_json() -> bool:
    return "--json" in sys.argv[1:]


def _tell(code: str, message: str, retry: str, exit_code: int) -> NoReturn:
    """The one way out with a fault: a sentence on the error output, or with --json one object on the output."""
    if _wants_json():
        error = {"code": code, "message": message, "retry": retry}
        found = {"files": [], "error": error, "exit_code": exit_code}
        sys.stdout.write(f"{json.dumps(found, ensure_ascii=False)}\n")
    else:
        sys.stderr.write(f"{message}\n")
    sys.exit(exit_code)


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
