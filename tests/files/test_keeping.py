"""The journal: what stands in it stays byte by byte, and what was acknowledged is in it."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, Ran, Run
from exporttrack.errors import FileFaults
from exporttrack.files import records
from exporttrack.files.keeping import HEAD, CannotKeep, opened
from exporttrack.model.number import number_of
from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation
from files.reading import read

Record = Mapping[str, object]
NEW: Record = {"series": "exports", "period": "2025", "value": 480_000_000}
NEW_BLOCK = b'\n[[actual]]\nseries = "exports"\nperiod = "2025"\nvalue = 480000000\n'
OLD = b'[[actual]]\nseries = "exports"\nperiod = "2024"\nvalue = 470000000\n'


def append(path: Path, *several: Record) -> list[int]:
    with opened(path) as journal:
        return journal.append(several)


def kept(path: Path) -> list[Observation]:
    """The records, whether or not they contradict each other."""
    return read(path.name, path.read_bytes())


def values(path: Path) -> list[Decimal]:
    return [one.value for one in kept(path)]


class TestAppend:
    def test_a_new_journal_begins_with_its_head(self, tmp_path: Path) -> None:
        path = tmp_path / "actuals.toml"
        assert append(path, NEW) == [6]
        assert path.read_bytes() == HEAD.encode() + NEW_BLOCK

    def test_blocks_are_written_below_what_stands_there(self, tmp_path: Path) -> None:
        path = tmp_path / "actuals.toml"
        path.write_bytes(OLD)
        assert append(path, NEW, {**NEW, "period": "2026"}) == [6, 11]
        assert path.read_bytes() == OLD + NEW_BLOCK + NEW_BLOCK.replace(b"2025", b"2026")

    def test_the_fields_have_one_order_whatever_that_of_the_record(self, tmp_path: Path) -> None:
        path = tmp_path / "actuals.toml"
        append(path, {"note": 'says "so"\n', "source": "Cục", "value": Decimal("4.40"), **NEW})
        assert path.read_text("utf-8").removeprefix(HEAD) == (
            '\n[[actual]]\nseries = "exports"\nperiod = "2025"\nvalue = 480000000\n'
            'source = "Cục"\nnote = "says \\"so\\"\\n"\n'
        )

    @pytest.mark.parametrize(
        "before",
        [
            pytest.param(b"", id="an empty file"),
            pytest.param(HEAD.encode(), id="a head"),
            pytest.param(OLD, id="a record"),
            pytest.param(OLD.rstrip(), id="a record without a line end"),
            pytest.param(OLD.replace(b"\n", b"\r\n"), id="lines of Windows"),
            pytest.param(OLD.replace(b"\n", b"\r"), id="lines of old machines"),
            pytest.param(b"# \xc3\xa9\r", id="one of them"),
            pytest.param(b"\xef\xbb\xbf", id="a byte order mark"),
            pytest.param(OLD.replace(b"value", b" value"), id="a record in another hand"),
        ],
    )
    def test_the_lines_are_those_that_are_read(self, before: bytes, tmp_path: Path) -> None:
        path = tmp_path / "actuals.toml"
        path.write_bytes(before)
        lines = append(path, NEW, {**NEW, "note": "so\nfar"}, NEW)
        assert [one.line for one in kept(path)][-3:] == lines

    @pytest.mark.parametrize(
        ("before", "added"),
        [
            pytest.param(b"", NEW_BLOCK, id="an empty file"),
            pytest.param(b"# only this", b"\n" + NEW_BLOCK, id="a comment without a line end"),
            pytest.param(OLD.rstrip(), b"\n" + NEW_BLOCK, id="a record without a line end"),
            pytest.param(
                OLD.replace(b"\n", b"\r\n"), NEW_BLOCK.replace(b"\n", b"\r\n"), id="Windows' lines"
            ),
            pytest.param(
                OLD.replace(b"\n", b"\r\n").rstrip(),
                b"\r\n" + NEW_BLOCK.replace(b"\n", b"\r\n"),
                id="Windows' lines, the last not ended",
            ),
            pytest.param(b"\xef\xbb\xbf" + OLD, NEW_BLOCK, id="a byte order mark"),
            pytest.param(b"\xef\xbb\xbf", b"\n" + NEW_BLOCK, id="nothing but the mark"),
            pytest.param(OLD + b"\n\n\n", NEW_BLOCK, id="empty lines"),
        ],
    )
    def test_the_file_keeps_its_own_line_ends(
        self, before: bytes, added: bytes, tmp_path: Path
    ) -> None:
        path = tmp_path / "actuals.toml"
        path.write_bytes(before)
        append(path, NEW)
        assert path.read_bytes() == before + added
        assert values(path)[-1] == 480_000_000

    @pytest.mark.parametrize(
        "before",
        [
            pytest.param(
                'actual = [ { series = "exports", period = "2024", value = 5 } ]\n', id="1"
            ),
            pytest.param("actual = []\n", id="none"),
        ],
    )
    def test_an_inline_list_is_refused_and_left_alone(self, before: str, tmp_path: Path) -> None:
        path = tmp_path / "actuals.toml"
        path.write_text(before)
        with pytest.raises(CannotKeep) as caught:
            append(path, NEW)
        assert str(caught.value) == (
            f"records cannot be appended to {path}: its figures do not stand under lines [[actual]]"
        )
        assert caught.value.hint == "write each figure that is there under a line [[actual]]"
        assert path.read_text() == before

    @pytest.mark.parametrize(
        "record",
        [
            pytest.param({**NEW, "value": float("nan")}, id="no figure"),
            pytest.param({**NEW, "note": "\ud800"}, id="half a letter"),
        ],
    )
    def test_what_would_not_be_read_again_is_not_written(
        self, record: Record, tmp_path: Path
    ) -> None:
        path = tmp_path / "actuals.toml"
        path.write_bytes(OLD)
        with pytest.raises(ValueError, match=r"not read as it was written|surrogates not allowed"):
            append(path, NEW, record)
        assert path.read_bytes() == OLD
        assert list(tmp_path.iterdir()) == [path]

    def test_a_faulty_journal_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "actuals.toml"
        path.write_bytes(OLD + b"[[actual]\n")
        with pytest.raises(FileFaults) as caught:
            append(path, NEW)
        assert [fault.line for fault in caught.value.faults] == [5]
        assert path.read_bytes() == OLD + b"[[actual]\n"


comments = st.sampled_from(
    ["", "\n", "# [[actual]]\n", "  # chép tay: đã sửa \U0001f600\n", "#\ttab\n\n\n"]
)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\"\\'#=[]")
).map(str.strip)
numbers = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=3).map(
    lambda value: records.fields_of(observation(value))["value"]
)
new_records = st.lists(
    st.builds(
        lambda value, note, source: {**NEW, "value": value, "note": note, "source": source},
        numbers,
        texts.filter(bool),
        texts.filter(bool),
    ),
    min_size=1,
    max_size=3,
)
blocks = st.builds(
    lambda comment, value, note, inside: (
        f'[[actual]]  {comment or chr(10)}series = "exports"\n{inside}  period=2024\n'
        f"value = {value}{note}\npublished = 2024-01-01\nsource = '{value}'\n"
    ),
    comments,
    st.integers(0, 10**9),
    st.sampled_from(
        ["", " # dear", '\nnote = """\n[[actual]]\n"""', "\n'note' = '[[actual]] # é'"]
    ),
    comments,
)
journals = st.builds(
    lambda head, found, tail, windows, mark, ended: _written(
        head, found, tail, windows, mark, ended
    ),
    st.sampled_from(["", "format = 1\n", "# Hà Nội\nformat=1 # as ever\n\n"]),
    st.lists(blocks, max_size=4),
    comments,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


def _written(
    head: str, found: Sequence[str], tail: str, windows: bool, mark: bool, ended: bool
) -> bytes:
    text = "\ufeff" * mark + head + "".join(found) + tail
    text = text if ended else text.rstrip("\n")
    return (text.replace("\n", "\r\n") if windows else text).encode()


def observation(value: Decimal) -> Observation:
    return Observation("exports", parse_period("2025"), number_of(value))


@settings(max_examples=300)
@given(before=journals, new=new_records)
def test_every_byte_before_is_the_same_after(
    tmp_path_factory: pytest.TempPathFactory, before: bytes, new: list[Record]
) -> None:
    path = tmp_path_factory.mktemp("j") / "actuals.toml"
    path.write_bytes(before)
    old = kept(path)
    lines = append(path, *new)
    assert path.read_bytes()[: len(before)] == before
    now = kept(path)
    assert now[: len(old)] == old
    added = now[len(old) :]
    assert [one.line for one in added] == lines
    assert [{k: records.fields_of(one)[k] for k in NEW} for one in added] == [
        {k: one[k] for k in NEW} for one in new
    ]


class TestWritersAreKilled:
    """Real writers, killed at any moment; see writers.py for what is asserted after each."""

    def test_200_kills_lose_nothing_that_was_printed(self, tmp_path: Path) -> None:
        """No two runs are alike; one that fails says its seeds."""
        seeds = [random.SystemRandom().randrange(10**6) for _ in range(2)]
        running = [
            writers(_initialised(tmp_path / str(seed)), "killed", "100", str(seed))
            for seed in seeds
        ]
        seen = [
            _seen(process, f"seed {seed}") for process, seed in zip(running, seeds, strict=True)
        ]
        assert sum(one["kills"] for one in seen) == 200
        # Otherwise the writers were killed before they wrote, and nothing was shown.
        assert sum(one["printed"] for one in seen) > 5
        assert sum(one["cut short"] for one in seen) > 0

    def test_50_writers_at_once_lose_nothing(self, tmp_path: Path) -> None:
        process = writers(_initialised(tmp_path), "together", "50")
        assert _seen(process, "") == {"writers": 50, "records": 100}


def writers(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("writers.py")), *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _seen(process: subprocess.Popen[str], which: str) -> dict[str, Any]:
    out, err = process.communicate()
    assert process.returncode == 0, f"{which}: {err}"
    found: dict[str, Any] = json.loads(out)
    return found


TARGETS = """\
[series.exports]
unit = "USD"

[targets.value]
title = "Value of exports"
kind = "level"
series = "exports"
min = "500M"
by = 2024
"""


def _initialised(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "targets.toml").write_text(TARGETS)
    return folder


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal with one record, beside its targets."""
    path = _initialised(tmp_path) / "actuals.toml"
    path.write_bytes(OLD)
    return path


def record(run: Run) -> Ran:
    return run("record", "exports=480M", "--period", "2025", "--source", "Customs")


def refused(ran: Ran) -> str:
    """What is said of a figure that is not kept."""
    assert (ran.code, ran.out) == (2, "")
    return ran.err


def untouched(journal: Path, before: bytes = OLD) -> bool:
    """It has the same bytes, and nothing was left beside it."""
    names = sorted(path.name for path in journal.parent.iterdir())
    return journal.read_bytes() == before and names == ["actuals.toml", "targets.toml"]


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Every write beyond so many bytes of a file fails, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class TestWhatCannotBeWritten:
    @pytest.mark.parametrize("size", [0, 1, len(OLD) - 1, len(OLD), len(OLD) + 1, len(OLD) + 100])
    def test_a_full_disk_leaves_the_journal_as_it_was(
        self, size: int, journal: Path, run: Run
    ) -> None:
        with largest_file(size):
            ran = record(run)
        message = "exporttrack: error: actuals.toml cannot be written: File too large\n"
        assert refused(ran) == message
        assert untouched(journal)
        assert record(run).code == 0

    def test_a_full_disk_makes_no_new_journal(self, journal: Path, run: Run) -> None:
        journal.unlink()
        with largest_file(100):
            assert record(run).code == 2
        assert not journal.exists()

    def test_a_journal_that_is_read_only(self, journal: Path, run: Run) -> None:
        journal.chmod(0o444)
        ran = record(run)
        message = "exporttrack: error: actuals.toml cannot be written: the file is read-only\n"
        assert refused(ran) == message
        assert untouched(journal)

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
    def test_a_folder_that_is_read_only(self, journal: Path, run: Run) -> None:
        journal.parent.chmod(0o555)
        try:
            ran = record(run)
        finally:
            journal.parent.chmod(0o755)
        message = (
            "exporttrack: error: actuals.toml cannot be written: it is replaced whole, and its "
            "folder takes no new file\n"
        )
        assert refused(ran) == message
        assert untouched(journal)

    @pytest.mark.skipif(not Path("/proc/version").exists(), reason="there is no /proc")
    def test_a_folder_that_takes_no_files(self, journal: Path, run: Run) -> None:
        ran = run("record", "exports=480M", "--period=2025", "--actuals=/proc/actuals.toml")
        message = (
            "exporttrack: error: /proc/actuals.toml cannot be written: No such file or directory\n"
        )
        assert refused(ran) == message
        assert untouched(journal)

    def test_a_folder_that_is_not_there(self, journal: Path, run: Run) -> None:
        ran = run("record", "exports=480M", "--period=2025", "--actuals=no/actuals.toml")
        assert refused(ran) == (
            "exporttrack: error: no/actuals.toml cannot be written: No such file or directory\n"
            f"   hint: make the folder {journal.parent / 'no'} first\n"
        )
        assert untouched(journal)

    def test_a_journal_that_is_a_folder(self, journal: Path, run: Run) -> None:
        journal.unlink()
        journal.mkdir()
        message = "exporttrack: error: actuals.toml cannot be written: Is a directory\n"
        assert refused(record(run)) == message


class TestTheFileStaysWhatItIs:
    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o666])
    def test_it_keeps_its_mode(self, mode: int, journal: Path, run: Run) -> None:
        journal.chmod(mode)
        assert record(run).code == 0
        assert journal.stat().st_mode & 0o777 == mode

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
    def test_it_keeps_its_owner_and_group(self, journal: Path, run: Run) -> None:
        os.chown(journal, 12345, 23456)
        assert record(run).code == 0
        assert (journal.stat().st_uid, journal.stat().st_gid) == (12345, 23456)

    def test_a_new_one_has_the_mode_of_any_new_file(self, journal: Path, run: Run) -> None:
        journal.unlink()
        before = os.umask(0o027)
        try:
            assert record(run).code == 0
        finally:
            os.umask(before)
        assert journal.stat().st_mode & 0o777 == 0o640

    @pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing yet"])
    def test_a_symbolic_link_is_followed(self, there: bool, journal: Path, run: Run) -> None:
        kept_at = journal.parent / "elsewhere" / "figures.toml"
        kept_at.parent.mkdir()
        if there:
            journal.rename(kept_at)
        else:
            journal.unlink()
        journal.symlink_to("elsewhere/figures.toml")
        assert record(run).code == 0
        assert os.readlink(journal) == "elsewhere/figures.toml"
        assert [int(value) for value in values(kept_at)][-1] == 480_000_000
        assert kept_at.read_bytes().startswith(OLD if there else HEAD.encode())

    def test_what_a_killed_writer_left_is_cleared_away(self, journal: Path, run: Run) -> None:
        folder = journal.parent
        for name in (".actuals.toml.abc.tmp", ".others.toml.abc.tmp", ".actuals.toml.txt"):
            (folder / name).write_text("left over")
        assert record(run).code == 0
        assert sorted(path.name for path in folder.glob(".*")) == [
            ".actuals.toml.txt",
            ".others.toml.abc.tmp",
        ]

    def test_a_name_with_signs_of_a_pattern_is_only_a_name(self, tmp_path: Path) -> None:
        (tmp_path / ".[ab].toml.abc.tmp").write_text("left over")
        (tmp_path / ".a.toml.abc.tmp").write_text("of another journal")
        append(tmp_path / "[ab].toml", NEW)
        assert sorted(path.name for path in tmp_path.iterdir()) == [".a.toml.abc.tmp", "[ab].toml"]


LAST = """\

[[actual]]
series = "exports"
period = "2024-01/2024-09"
value = 350000000
status = "provisional"
published = 2024-10-15
source = "Tổng cục Hải quan"
note = "nine months"
recorded = 2024-10-16 08:30:00.123456+00:00
""".encode()


def test_a_torn_tail_is_reported_with_its_line_or_is_a_record(journal: Path, run: Run) -> None:
    """Cut anywhere in the last block: nothing is guessed around, and the file is not changed."""
    first_line = OLD.count(b"\n") + 2
    reported = read = 0
    for end in range(len(LAST) + 1):
        torn = OLD + LAST[:end]
        journal.write_bytes(torn)
        ran = run("record", "exports=480M", "--period", "2025", "--dry-run")
        assert journal.read_bytes() == torn
        if ran.code == 0:
            read += 1
            continue
        place, line = refused(ran).splitlines()[0].split(":")[:2]
        assert place == "actuals.toml"
        assert first_line <= int(line) <= torn.count(b"\n") + 1
        reported += 1
    # Cut within a note, a name or a number there is a fault; after a whole line there is none.
    assert reported > 150
    assert read > 20


def test_what_is_appended_to_a_torn_tail_does_not_join_it(journal: Path, run: Run) -> None:
    """The line that another program did not end is ended first."""
    torn = OLD + LAST[: LAST.index(b"\nstatus")]
    journal.write_bytes(torn)
    assert record(run).code == 0
    assert journal.read_bytes().startswith(torn + b"\n\n[[actual]]\n")
    assert values(journal) == [470_000_000, 350_000_000, 480_000_000]


FAULTY = sorted((ROOT / "tests/data/faulty/actuals").glob("*.toml"))


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.name)
def test_no_faulty_journal_is_changed(path: Path, journal: Path, run: Run) -> None:
    journal.write_bytes(path.read_bytes())
    ran = record(run)
    assert "actuals.toml:" in refused(ran)
    assert "internal error" not in ran.err
    assert untouched(journal, path.read_bytes())
