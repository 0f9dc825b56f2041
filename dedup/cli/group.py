"""The command group: verbs are imported when used, global options work before and after them."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from dedup.cli.guard import exit_code_of
from dedup.cli.terminal import global_options
from dedup.errors import UsageError

__all__ = ["LazyGroup", "LazyVerbs"]

COMPLETE = "_DEDUP_COMPLETE"


class LazyVerbs(click.Group):
    """A group whose verbs live in `<package>.<verb>.command`."""

    def __init__(
        self,
        name: str,
        verbs: Mapping[str, str],
        package: str,
        **settings: Any,  # noqa: ANN401 - click's own
    ) -> None:
        """`verbs` maps each verb to the line that `--help` shows for it."""
        context: dict[str, Any] = {"help_option_names": ["-h", "--help"]}
        context["max_content_width"] = 100
        super().__init__(name, no_args_is_help=True, context_settings=context, **settings)
        self.verbs, self.package = verbs, package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order a newcomer meets them."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, imported now, with the global options after it too."""
        if cmd_name not in self.verbs:
            return None
        module = import_module(f"{self.package}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        add_global_options(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(self.verbs.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that `args` begins with; raises UsageError naming the nearest one."""
        if args[0] not in self.verbs and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], self.verbs, n=1)
            todo = (
                f"did you mean {near[0]!r}?" if near else f"the verbs are: {', '.join(self.verbs)}"
            )
            raise UsageError(f"no such verb: {args[0]!r}", todo=todo)
        return super().resolve_command(ctx, args)


class LazyGroup(LazyVerbs):
    """The command itself: its verbs, the global options, and every way it can end."""

    def __init__(self, name: str, *, help: str, verbs: Mapping[str, str], epilog: str) -> None:
        """`verbs` maps each verb to the line that `--help` shows for it."""
        params = [*global_options(hidden=False), version_option()]
        super().__init__(name, verbs, "dedup.cli", help=help, epilog=epilog, params=params)

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **_: object
    ) -> int:
        """Run it; every error becomes lines on stderr and an exit code."""
        words = sys.argv[1:] if args is None else list(args)
        # Known at once, so that an error in the command line itself is told as JSON too.
        given: dict[str, Any] = {"as_json": True} if "--json" in words else {}
        code = exit_code_of(lambda: self.perform(words, given), given)
        if standalone_mode:
            sys.exit(code)
        return code

    def perform(self, words: list[str], given: dict[str, Any]) -> object:
        """Parse and run, or answer the shell's question for completions."""
        asked = os.environ.get(COMPLETE)
        if asked:
            from click.shell_completion import shell_complete

            return shell_complete(self, {}, "dedup", COMPLETE, asked)
        try:
            with self.make_context("dedup", words, obj=given) as context:
                return self.invoke(context)
        except click.exceptions.Exit as end:
            return end.exit_code


def add_global_options(command: click.Command) -> None:
    """Let the verb, and the verbs below it, take the global options unlisted."""
    known = {param.name for param in command.params}
    command.params += [option for option in global_options(hidden=True) if option.name not in known]
    command.context_settings.setdefault("help_option_names", ["-h", "--help"])
    for below in getattr(command, "commands", {}).values():
        add_global_options(below)


def version_option() -> click.Option:
    """`--version`, which reads the installed version only when asked."""
    return click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=print_version,
        help="Print the version.",
    )


def print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001
    """Print `dedup VERSION` and end."""
    if value:
        from importlib.metadata import version

        click.echo(f"dedup {version('dedup')}")
        ctx.exit()
