"""anubhav completion: what makes a shell complete verbs and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(name="completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what makes SHELL complete commands and options by the Tab key.

    bash and zsh: add eval "$(anubhav completion bash)" to ~/.bashrc or ~/.zshrc.

    \b
    Example:
      anubhav completion fish > ~/.config/fish/completions/anubhav.fish
    """
    make = get_completion_class(shell)
    assert make is not None
    click.echo(make(ctx.find_root().command, {}, "anubhav", "_ANUBHAV_COMPLETE").source())
