"""The commands of `kettle`. What a command needs is imported when it is called, so that `kettle --help` is quick."""

# ruff: noqa: PLC0415 the reason is in the line above

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.statuses import Status, endings_said
from bot.wording import Wording

PORT = 8420
"""Where the demo's page is, unless another program is there."""

words = Wording()


class Commands(TyperGroup):
    """The one place where what stops a command becomes a line and an exit status, and never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Call the command."""
        with endings_said():
            return super().invoke(ctx)


app = typer.Typer(
    cls=Commands,
    help=words("cli-help"),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _say_version(is_asked: bool) -> None:  # noqa: FBT001 Typer's signature
    if is_asked:
        typer.echo(words("cli-version", version=version("kettle-bot")))
        raise typer.Exit


@app.callback()
def kettle(
    *,
    is_version_asked: Annotated[
        bool, typer.Option("--version", help=words("cli-version-help"), callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command(help=words("cli-run-help"))
def run() -> None:
    """Run the bot until somebody stops it."""
    from bot.running import start

    start()


@app.command(help=words("cli-init-help"))
def init() -> None:
    """Write what an installation needs, and say what was written and what was kept."""
    from bot.installing import install

    for line in install():
        typer.echo(line)


@app.command(help=words("cli-check-help"))
def check() -> None:
    """Say of each thing that it is ok, or what to do; the exit status says whether all is."""
    import asyncio

    from bot.checking import look
    from bot.logs import configure
    from bot.settings import Settings

    settings = Settings.load()
    configure(settings)

    async def show() -> int:
        left = 0
        async for finding in look(settings):
            left += not finding.is_ok
            typer.echo(words("cli-check-ok" if finding.is_ok else "cli-check-to-do", finding=finding.text))
        return left

    left = asyncio.run(show())
    typer.echo(words("cli-check-left", count=left) if left else words("cli-check-all-ok"))
    raise typer.Exit(Status.FAILED if left else Status.OK)


@app.command(help=words("cli-invite-help"))
def invite(
    *,
    application_id: Annotated[int | None, typer.Option(help=words("cli-invite-application-help"), min=1)] = None,
) -> None:
    """Say the link that brings the bot into a server, and why it asks for what it asks."""
    from bot.inviting import invite as lines_of_invite
    from bot.settings import Settings

    for line in lines_of_invite(application_id, Settings.load().discord.token):
        typer.echo(line)


@app.command(help=words("cli-receipt-help"))
def receipt() -> None:
    """Ask for a receipt, which is not shown, say how its story is, and offer to take it back."""
    import asyncio

    from bot.logs import configure
    from bot.receipt_desk import serve
    from bot.settings import Settings

    settings = Settings.load()
    configure(settings)
    typed = typer.prompt(words("cli-receipt-ask"), hide_input=True, prompt_suffix=" ")

    def ask(question: str) -> str:
        return str(typer.prompt(question, default="", show_default=False, prompt_suffix=" "))

    asyncio.run(serve(settings, typed, say=typer.echo, ask=ask))


@app.command(help=words("cli-passphrase-help"))
def passphrase(*, off: Annotated[bool, typer.Option("--off", help=words("cli-passphrase-off-help"))] = False) -> None:
    """Lock what waits to be read with a passphrase, change it, or take it away."""
    from bot.passphrase_desk import serve
    from bot.settings import Settings

    def ask(question: str) -> str:
        return str(typer.prompt(question, hide_input=True, prompt_suffix=" "))

    serve(Settings.load().data_dir, is_off=off, say=typer.echo, ask=ask)


@app.command(help=words("cli-demo-help"))
def demo(
    *,
    port: Annotated[int, typer.Option(help=words("cli-demo-port-help"), min=0, max=65535)] = PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help=words("cli-demo-no-browser-help"))] = False,
    keep: Annotated[Path | None, typer.Option(help=words("cli-demo-keep-help"), metavar="FOLDER")] = None,
) -> None:
    """Hand over to the demo."""
    from bot.demo import run as run_demo

    raise typer.Exit(run_demo(port, not no_browser, keep))


def main() -> None:
    """Read the command line. Typer's own way to call it would print errors with their values."""
    typer.main.get_command(app)(prog_name="kettle")
