"""exporttrack init: files of one's own to edit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from exporttrack.cli import options
from exporttrack.cli.failing import reporting_errors
from exporttrack.cli.output import print_done
from exporttrack.errors import ExportTrackError

COPIES = ("hanoi",)
HELP = "Write a commented targets.toml and an empty actuals.toml. Nothing is overwritten."
EXAMPLES = {
    "exporttrack init exports": (
        "A folder with files to edit; exporttrack in it shows their report."
    ),
    "exporttrack init --example hanoi hanoi": (
        "A folder with a copy of Hanoi's targets and figures, to try things out."
    ),
}


def init(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="The folder, made if it is not there.")
    ] = ".",
    example: Annotated[
        str | None, typer.Option(metavar="NAME", help="Copy the shipped files instead: hanoi.")
    ] = None,
) -> None:
    """Write a commented targets.toml and an empty actuals.toml."""
    with reporting_errors(as_json=False):
        from exporttrack.files.keeping import HEAD
        from exporttrack.files.loading import shipped
        from exporttrack.render.safe import safe

        if example is None:
            targets = shipped("template.toml").read_bytes()
            actuals = HEAD.encode()
        else:
            options.choice("--example", example, COPIES)
            targets, actuals = (
                shipped(name).read_bytes() for name in ("targets.toml", "actuals.toml")
            )
        if not folder:
            raise ExportTrackError(
                "the path of the folder is empty", "name a folder; . is this one"
            )
        written = _write(Path(folder), {"targets.toml": targets, "actuals.toml": actuals})
    paths = [safe(str(path)) for path in written]
    where = "" if Path(folder) == Path() else f" in {safe(folder)}"
    lines = [*paths, f"Edit {paths[0]}, then run exporttrack{where}."]
    print_done(lines, "both files are there")


def _write(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Both files or none; the folder is made when it is not there."""
    paths = [folder / name for name in files]
    done: list[Path] = []
    try:
        _refuse_what_is_there(folder, paths)
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in zip(paths, files.values(), strict=True):
            with path.open("xb") as file:  # fails rather than overwrites, whoever came first
                done.append(path)
                file.write(data)
    except OSError as error:
        for path in done:
            path.unlink(missing_ok=True)
        raise ExportTrackError(f"{folder} cannot be written: {error.strerror}") from None
    return paths


def _refuse_what_is_there(folder: Path, paths: Iterable[Path]) -> None:
    if folder.exists() and not folder.is_dir():
        raise ExportTrackError(f"{folder} is a file, not a folder", "name a folder")
    for path in paths:
        if path.exists() or path.is_symlink():
            raise ExportTrackError(f"{path} is there already", "name another folder, or move it")
