"""`sekisho completion SHELL`."""

import click
from click.shell_completion import get_completion_class

from sekisho.cli.output import show


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the shell completion script.

    \b
    Examples:
      sekisho completion bash > ~/.local/share/bash-completion/completions/sekisho
      sekisho completion zsh  > "${fpath[1]}/_sekisho"
      sekisho completion fish > ~/.config/fish/completions/sekisho.fish
    """
    from sekisho.cli.app import application

    completion = get_completion_class(shell)
    if completion is None:  # a name outside the choice above
        raise click.UsageError(f"no completion for {shell}")
    show(completion(application, {}, "sekisho", "_SEKISHO_COMPLETE").source())
