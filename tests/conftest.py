"""What the tests of the command line share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Nothing is timed here: a busy machine makes no test fail.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
USERS_OWN = ("EXPORTTRACK_TARGETS", "EXPORTTRACK_ACTUALS", "EXPORTTRACK_LANG", "NO_COLOR",
             "FORCE_COLOR")  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """How a run of the program ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command line in this process, in an empty folder, without variables of the user.

    What it says in JSON is held against its schema.
    """
    from exporttrack.cli import main
    from schemas import hold

    for name in USERS_OWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        hold([str(argument) for argument in arguments], captured.out, captured.err)
        return Ran(ended.value.code, captured.out, captured.err)

    return run_it


def run_process(
    *arguments: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
) -> Ran:
    """Run the program as a process of its own, with nothing in its environment but `env`."""
    done = subprocess.run(
        [sys.executable, "-m", "exporttrack", *map(str, arguments)],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], **_coverage(), **(env or {})},
        input=None if stdin is None else stdin.encode(),
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def _coverage() -> dict[str, str]:
    """What tells a process to measure itself, when this one is measured."""
    return {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
