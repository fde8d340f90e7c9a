"""The command line: options, paths, the clock, exit codes. A file a command."""

from exporttrack.cli.main import main

__all__ = ["main"]
