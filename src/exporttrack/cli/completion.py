"""exporttrack completion: a script for the shell, and what the script asks for at each TAB.

The script hands over the words on the line and offers what comes back; where nothing does, files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors

HELP = (
    "Print the script for completion in bash, zsh or fish. It completes commands, options "
    "and names."
)
EXAMPLES = {
    "source <(exporttrack completion bash)": (
        "In bash, for this session; as a line of ~/.bashrc, for every one."
    ),
    "exporttrack completion fish | source": (
        "In fish, for this session; as a line of config.fish, for every one."
    ),
}

BASH = r"""# exporttrack: completion for bash. To use it in this shell:
#   source <(exporttrack completion bash)
_exporttrack() {
    local IFS=$'\n'
    COMPREPLY=($(exporttrack completion bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
    # No blank after SERIES=, where a value follows; bash 3 has no compopt and adds one.
    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -o default -F _exporttrack exporttrack
"""
ZSH = r"""#compdef exporttrack
# exporttrack: completion for zsh. To use it in this shell, after compinit:
#   source <(exporttrack completion zsh)
_exporttrack() {
    local -a found
    found=("${(@f)$(exporttrack completion zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -z $found[1] ]]; then
        compset -P '--*='
        _files
    elif [[ $found[1] == *=(|:*) ]]; then
        _describe -t values value found -S ''
    else
        _describe -t values value found
    fi
}
if [[ $funcstack[1] == _exporttrack ]]; then
    _exporttrack "$@"
else
    compdef _exporttrack exporttrack
fi
"""
FISH = r"""# exporttrack: completion for fish. To use it in this shell:
#   exporttrack completion fish | source
function __exporttrack_offers
    set -l words (commandline -opc) (commandline -ct)
    set -g __exporttrack_offered (exporttrack completion fish -- $words[2..] 2>/dev/null)
    set -q __exporttrack_offered[1]
end
# Where nothing is offered, fish completes files, as it does for any command.
complete -c exporttrack -n __exporttrack_offers -f -a '$__exporttrack_offered'
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
_NOTES = {"bash": "", "zsh": ":{}", "fish": "\t{}"}
"""How a shell takes what a candidate is for."""


def completion(
    shell: Annotated[
        str, typer.Argument(metavar="SHELL", help="bash, zsh or fish.", show_default=False)
    ],
) -> None:
    """Print the script for completion in bash, zsh or fish."""
    with reporting_errors(as_json=False):
        print(SCRIPTS[options.choice("completion", shell, tuple(SCRIPTS))], end="")


def answered(arguments: Sequence[str]) -> bool:
    """Whether this was `SHELL`, or `SHELL -- WORD...` as the scripts ask, and now has its answer.

    The command itself would do for the first, but to read its argument typer loads pydantic.
    """
    match arguments:
        case [shell] if shell in SCRIPTS:
            print(SCRIPTS[shell], end="")
        case [shell, "--", *words] if shell in SCRIPTS and words:
            _print_candidates(shell, words)
        case _:
            return False
    return True


def _print_candidates(shell: str, words: Sequence[str]) -> None:
    """One a line, with what it is for where the shell shows that."""
    from exporttrack.cli.completing import candidates

    line = _whole(words) if shell == "bash" else words
    # bash takes the = for the end of a word, and puts in only what stands behind it.
    typed = "".join(line[-1].rpartition("=")[:2]) if line != words else ""
    for text, told in candidates(line):
        note = _NOTES[shell].format(told) if told else ""
        print(f"{text.removeprefix(typed)}{note}")


def _whole(words: Sequence[str]) -> list[str]:
    """The words as they were typed: bash makes three of `--format=json`."""
    found: list[str] = []
    for word in words:
        if found and (word == "=" or (found[-1].endswith("=") and word)):
            found[-1] += word
        else:
            found.append(word)
    return found
