"""The command line: one module a command, loaded only when it is called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

import click

from cenotaph.version import __version__

if TYPE_CHECKING:
    from cenotaph.errors import Problem

__all__ = ["COMMANDS", "main"]

#: Command -> (module under `cenotaph.cli` whose `command` it is, one line of help), in the order of use.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Make the packaged demo study in a folder, build it and show its roll calls."),
    "new": ("new", "Write a commented, working study folder."),
    "check": ("check", "List every problem of a study folder."),
    "explain": ("explain", "Explain a problem code."),
    "import": ("import_", "Make a codebook of a dictionary of another program."),
    "import-events": ("import_events", "Add events of a table (CSV, XLSX, GDELT, ICEWS, POLECAT) to the study."),
    "build": ("build", "Read, split and code what changed since the last build."),
    "status": ("status", "Say what is built, from what, and what is stale."),
    "documents": ("documents", "List the documents with their ids."),
    "rollcall": ("rollcall", "Who is named, credited, thanked, blamed or left out on a rite, year by year."),
    "calendar": ("calendar", "Which rites fall due, how round the number is, what was done on them before."),
    "compare": ("compare", "Two documents side by side: statements and sentences gained, lost, altered."),
    "find": ("find", "Concordance: every place where a word, lemma or phrase stands."),
    "measure": ("measure", "Rates and shares by actor, target, year or occasion, with intervals."),
    "omissions": ("omissions", "Who was expected on a rite and not there, and how much that can weigh."),
    "timeline": ("timeline", "Words and deeds on one axis: who said, did and left undone what, by date."),
    "watch": ("watch", "A new text on a rite: who is new, gone or surprising, beside last year's."),
    "pairs": ("pairs", "Draw pairs of passages to be compared blind; fit the scale their answers give."),
    "code": ("code", "Explain, test, evaluate and compare how sentences are coded."),
    "report": ("report", "Write the study as one self-contained HTML page."),
}


class _LazyGroup(click.Group):
    """Knows every command's name and help line without importing its module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cenotaph.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from cenotaph.errors import did_you_mean

            ctx.fail(f'There is no command "{args[0]}". {did_you_mean(args[0], list(COMMANDS))}'.rstrip())
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cenotaph")
def cli() -> None:
    """Measure what states say and do about the past: whom they credit, thank, honour and blame, and whom they leave
    out. Start with `cenotaph demo`, or `cenotaph new my-study`.
    """


def main() -> None:
    """Run the command line. A CenotaphError is printed without traceback; exit status 2 for bad input.

    What went wrong is said on stderr; with `--json` stdout has it too, as an object with `command` and `error`.
    """
    from cenotaph.errors import CenotaphError
    from cenotaph.without_pandas import leave_pandas_out

    if "pyarrow" not in sys.modules:  # else the process is someone else's, who may want pandas
        leave_pandas_out()
    try:
        status = cli(standalone_mode=False)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        _print_json_error(error.format_message())
        sys.exit(error.exit_code)
    except CenotaphError as error:
        click.echo(str(error), err=True)
        _print_json_error(str(error), getattr(error, "problems", ()))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)


def _print_json_error(message: str, problems: Sequence[Problem] = ()) -> None:
    """Print the error as one JSON object on stdout, where the command was asked for JSON."""
    words = list(takewhile(lambda word: word != "--", sys.argv[1:]))
    if "--json" not in words:
        return
    import json
    from dataclasses import asdict

    command = next((word for word in words if word in COMMANDS), None)
    error = {"message": message, "problems": [asdict(problem) for problem in problems]}
    click.echo(json.dumps({"command": command, "error": error}, ensure_ascii=False, indent=2, default=str))
