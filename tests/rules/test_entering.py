"""What a figure that is about to be kept is to those that are known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporttrack.model.period import parse_period
from exporttrack.model.series import Observation, Series
from exporttrack.rules.entering import (
    Entering,
    aside,
    ends,
    entering,
    far_from,
    kinds,
    overtaken,
    slips,
)
from exporttrack.rules.figures import counting, is_known, vintage
from rules.generating import observations, withdrawals

SERIES = Series("s", "USD")
TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def figure(value: str, period: str = "2024", **fields: Any) -> Observation:
    """A figure of Customs of a past year; `withdrawn` is one that takes it back."""
    number = Decimal("NaN") if value == "withdrawn" else Decimal(value)
    fields = {"source": "Customs", "published": date(2025, 1, 31), **fields}
    return Observation("s", parse_period(period), number, **fields)


def new(value: str, period: str = "2024", **fields: Any) -> Observation:
    """One that is recorded now."""
    return figure(value, period, **{"published": None, "recorded": NOW, **fields})


def far_from_all(series: Series, one: Observation, known: list[Observation]) -> Observation | None:
    return far_from(series, one, ends(series, known))


def meets(one: Observation, *known: Observation, again: bool = False, **fields: Any) -> Entering:
    return entering(Series("s", "USD", **fields), one, known, TODAY, again=again)


FEBRUARY, MARCH = date(2025, 2, 28), date(2025, 3, 31)
OLD = figure("470")


class TestTheSame:
    @pytest.mark.parametrize(
        ("one", "known"),
        [
            pytest.param(new("470", published=OLD.published), [OLD], id="every field is the same"),
            pytest.param(new("470.00", published=OLD.published), [OLD], id="470.00 is 470"),
            pytest.param(
                new("470", source="CUSTOMS", published=OLD.published),
                [OLD],
                id="case of the source",
            ),
            pytest.param(
                new("470"), [figure("470", published=None)], id="neither says when it was published"
            ),
            pytest.param(
                new("470", published=OLD.published),
                [OLD, figure("480", published=MARCH)],
                id="an old vintage, told again",
            ),
            pytest.param(
                new("withdrawn", note="wrong"),
                [OLD, figure("withdrawn", published=MARCH)],
                id="withdrawn again, with another note",
            ),
        ],
    )
    def test_is_known_already(self, one: Observation, known: list[Observation]) -> None:
        same_as = meets(one, *known).same_as
        assert same_as is (known[-1] if one.withdrawn else known[0])

    @pytest.mark.parametrize(
        ("one", "known"),
        [
            pytest.param(new("471"), [OLD], id="another value"),
            pytest.param(new("470", source="Ministry"), [OLD], id="another source"),
            pytest.param(new("470", source=None), [OLD], id="no source"),
            pytest.param(new("470", published=MARCH), [OLD], id="published on another day"),
            pytest.param(new("470", status="final"), [OLD], id="another status"),
            pytest.param(new("470", note="x"), [OLD], id="another note"),
            pytest.param(new("470", url="x"), [OLD], id="another address"),
            pytest.param(
                new("470", published=None),
                [figure("470", published=None), figure("480", published=MARCH)],
                id="a correction is taken back",
            ),
            pytest.param(
                new("470", published=OLD.published),
                [OLD, figure("withdrawn", published=OLD.published, recorded=NOW.replace(hour=1))],
                id="a withdrawn figure is given again",
            ),
            pytest.param(new("withdrawn"), [OLD], id="withdrawn for the first time"),
        ],
    )
    def test_is_not_known_yet(self, one: Observation, known: list[Observation]) -> None:
        assert meets(one, *known).same_as is None

    def test_a_file_that_is_imported_again_takes_no_correction_back(self) -> None:
        first = figure("470", published=None, recorded=NOW.replace(hour=1))
        corrected = figure("480", published=None, recorded=NOW.replace(hour=2))
        assert meets(new("470"), first, corrected).same_as is None
        assert meets(new("470"), first, corrected, again=True).same_as is first


class TestReplaces:
    @pytest.mark.parametrize(
        ("one", "known", "replaced"),
        [
            pytest.param(new("480"), [OLD], 0, id="the figure of the source"),
            pytest.param(new("480", source="customs"), [OLD], 0, id="whatever its case"),
            pytest.param(new("withdrawn"), [OLD], 0, id="what is withdrawn"),
            pytest.param(
                new("480"), [figure("475", published=MARCH), OLD], 0, id="the latest, not the last"
            ),
            pytest.param(new("480", source="Ministry"), [OLD], None, id="not of another source"),
            pytest.param(
                new("480", published=FEBRUARY),
                [figure("475", published=MARCH)],
                None,
                id="not what was published later",
            ),
            pytest.param(
                new("480"),
                [OLD, figure("withdrawn", published=MARCH)],
                None,
                id="not what was withdrawn before",
            ),
            pytest.param(
                new("480"),
                [OLD, figure("490", published=MARCH, status="forecast")],
                0,
                id="a figure, not a later forecast",
            ),
            pytest.param(new("480", status="forecast"), [OLD], None, id="a forecast, no figure"),
            pytest.param(
                new("480", status="forecast"),
                [figure("490", status="forecast"), figure("470", published=MARCH)],
                0,
                id="a forecast, the one before",
            ),
        ],
    )
    def test_which(self, one: Observation, known: list[Observation], replaced: int | None) -> None:
        found = meets(one, *known).replaces
        assert found is (None if replaced is None else known[replaced])


class TestYearsOfItsOwn:
    """Years that begin in July: `2025` and `2024-07/2025-06` are one."""

    OTHERWISE = figure("480", "2024-07/2025-06", published=MARCH)

    def test_a_revision(self) -> None:
        old = figure("470", "2025")
        entry = meets(self.OTHERWISE, old, fiscal_year_start=7)
        assert (entry.replaces, entry.counts, entry.instead_of) == (old, True, None)

    def test_the_same(self) -> None:
        old = figure("480", "2025", published=MARCH)
        assert meets(self.OTHERWISE, old, fiscal_year_start=7).same_as is old

    def test_a_withdrawal_brings_nothing_back(self) -> None:
        taken_back = figure("withdrawn", "2025", published=date(2025, 4, 30))
        entry = meets(taken_back, figure("470", "2025"), self.OTHERWISE, fiscal_year_start=7)
        assert (entry.replaces, entry.used) == (self.OTHERWISE, None)

    def test_kinds_of_a_file(self) -> None:
        series = Series("s", "USD", fiscal_year_start=7)
        file = [self.OTHERWISE, figure("470", "2025"), figure("490", "2025", published=MARCH)]
        again = [one._replace(recorded=NOW) for one in file]
        assert list(kinds(series, again, [figure("470", "2025")], NOW)) == [
            "revision", "same", "revision",
        ]  # fmt: skip

    def test_what_was_withdrawn_is_not_what_the_series_has_done(self) -> None:
        series = Series("s", "USD", fiscal_year_start=7)
        taken_back = figure("withdrawn", "2025", published=date(2025, 4, 30))
        assert ends(series, [self.OTHERWISE, taken_back]) == ()


class TestUsed:
    def test_a_later_vintage(self) -> None:
        entry = meets(new("480"), OLD)
        assert entry.counts
        assert entry.instead_of is None

    def test_an_earlier_vintage_is_not(self) -> None:
        later = figure("480", published=MARCH)
        entry = meets(new("475", published=FEBRUARY), later)
        assert not entry.counts
        assert entry.used is later

    def test_a_later_source_takes_the_place_of_another(self) -> None:
        entry = meets(new("480", source="Ministry"), OLD)
        assert entry.counts
        assert entry.instead_of is OLD

    def test_a_source_that_is_not_preferred_does_not(self) -> None:
        entry = meets(new("480", source="Ministry"), OLD, prefer=("customs",))
        assert entry.used is OLD
        assert entry.instead_of is None

    def test_when_a_source_withdraws_the_other_is(self) -> None:
        rival = figure("460", source="Ministry", published=FEBRUARY)
        later = figure("480", published=MARCH)
        assert meets(new("withdrawn"), rival, later).used is rival

    def test_none_when_the_only_one_is_withdrawn(self) -> None:
        assert meets(new("withdrawn"), OLD).used is None

    def test_a_forecast_never_is(self) -> None:
        entry = meets(new("480", status="forecast"))
        assert entry.used is None
        assert not entry.counts


class TestCountsFrom:
    @pytest.mark.parametrize(
        ("one", "day"),
        [
            pytest.param(new("480"), None, id="a past year, known now"),
            pytest.param(new("480", published=date(2026, 6, 30)), None, id="published today"),
            pytest.param(new("480", "2026-06"), None, id="its period has begun"),
            pytest.param(
                new("480", published=date(2026, 7, 1)), date(2026, 7, 1), id="published tomorrow"
            ),
            pytest.param(
                new("480", published=date(2027, 3, 1)), date(2027, 3, 1), id="a slip of the year"
            ),
            pytest.param(new("480", "2026-07"), date(2026, 7, 1), id="its period begins tomorrow"),
            pytest.param(new("480", "2027-Q4"), date(2027, 10, 1), id="a quarter to come"),
            pytest.param(
                new("480", "2027", published=date(2026, 9, 1)), date(2027, 1, 1), id="the later day"
            ),
        ],
    )
    def test_the_first_day(self, one: Observation, day: date | None) -> None:
        entry = meets(one)
        assert entry.counts_from == day
        assert entry.counts

    def test_of_a_forecast_there_is_none(self) -> None:
        assert meets(new("480", "2028", status="forecast")).counts_from is None


class TestFarFromAll:
    @pytest.mark.parametrize(
        ("value", "near"),
        [
            pytest.param("480", None, id="like the others"),
            pytest.param("47001", "470", id="over a hundredfold of the greatest"),
            pytest.param("47000", "470", id="a hundredfold"),
            pytest.param("46999", None, id="just under"),
            pytest.param("0.48", "200", id="thousands for units"),
            pytest.param("2", "200", id="a hundredth of the smallest"),
            pytest.param("2.01", None, id="just over"),
            pytest.param("-480", None, id="a minus sign"),
            pytest.param("-480000", "470", id="a minus sign, and far"),
            pytest.param("0", None, id="none at all"),
            pytest.param("withdrawn", None, id="a withdrawal"),
        ],
    )
    def test_of_a_year_beside_years(self, value: str, near: str | None) -> None:
        found = far_from_all(SERIES, new(value), [figure("200", "2022"), figure("470", "2023")])
        assert (found.value if found else None) == (None if near is None else Decimal(near))

    def test_nothing_is_said_without_figures(self) -> None:
        assert far_from_all(SERIES, new("480"), []) is None
        assert far_from_all(SERIES, new("480"), [figure("0")]) is None

    def test_percentages_may_be_anything(self) -> None:
        assert far_from_all(Series("s", "percent"), new("0.01"), [figure("40")]) is None

    def test_flows_are_compared_per_month(self) -> None:
        year = [figure("1200", "2023")]
        assert far_from_all(SERIES, new("1.01", "2024-01"), year) is None
        assert far_from_all(SERIES, new("1", "2024-01"), year) is year[0]

    def test_stocks_are_compared_as_they_are(self) -> None:
        stock, year = Series("s", "jobs", measure="stock"), [figure("1200", "2023")]
        assert far_from_all(stock, new("12.1", "2024-01"), year) is None
        assert far_from_all(stock, new("12", "2024-01"), year) is year[0]

    def test_what_was_withdrawn_is_not_what_the_series_has_done(self) -> None:
        slip, withdrawal = figure("480000"), figure("withdrawn", published=MARCH)
        assert far_from_all(SERIES, new("470000"), [figure("470", "2023"), slip]) is None
        known = [withdrawal, figure("470", "2023"), slip]
        assert far_from_all(SERIES, new("470000"), known) is known[1]

    def test_what_was_given_again_after_that_is(self) -> None:
        known = [
            figure("480"),
            figure("withdrawn", published=FEBRUARY),
            figure("480000", published=MARCH),
        ]
        assert far_from_all(SERIES, new("470000", "2025"), known) is None

    def test_what_was_revised_is(self) -> None:
        known = [figure("480000"), figure("480", published=MARCH)]
        assert far_from_all(SERIES, new("470000", "2025"), known) is None


class TestSlips:
    """Of a file whose series nothing is known of."""

    @pytest.mark.parametrize(
        ("values", "found"),
        [
            pytest.param(["200", "210", "220"], [], id="like each other"),
            pytest.param(["200", "2", "220"], [("2", "200")], id="a hundredth of all others"),
            pytest.param(["200", "2.01", "220"], [], id="just over"),
            pytest.param(["200", "22000", "220"], [("22000", "220")], id="a hundredfold"),
            pytest.param(["200", "21999", "220"], [], id="just under"),
            pytest.param(
                ["2", "200"], [("2", "200"), ("200", "2")], id="which of two is not known"
            ),
            pytest.param(["1", "50", "2500"], [], id="all that lies between"),
            pytest.param(["2", "3", "400", "500"], [], id="two and two"),
            pytest.param(["200", "0", "220"], [], id="none at all"),
            pytest.param(["200", "withdrawn", "220"], [], id="a withdrawal"),
            pytest.param(["200"], [], id="only one"),
            pytest.param([], [], id="no figure"),
        ],
    )
    def test_which(self, values: list[str], found: list[tuple[str, str]]) -> None:
        file = [new(value, str(2020 + at)) for at, value in enumerate(values)]
        said = [(f"{one.value}", f"{near.value}") for one, near in slips(SERIES, file, [], NOW)]
        assert said == found

    def test_percentages_may_be_anything(self) -> None:
        file = [new("0.01", "2023"), new("40", "2024")]
        assert slips(Series("s", "percent"), file, [], NOW) == []

    def test_what_another_journal_has_was_looked_at_there(self) -> None:
        file = [figure("200", "2023", recorded=NOW - timedelta(1)), new("2", "2024")]
        assert slips(SERIES, file, [], NOW) == []

    def test_beside_figures_that_are_known_these_decide(self) -> None:
        file = [new("2", "2024"), new("2.1", "2025")]
        assert slips(SERIES, file, [OLD], NOW) == [(file[0], OLD), (file[1], OLD)]


class TestAside:
    @pytest.mark.parametrize(
        ("several", "known", "aside_at"),
        [
            pytest.param([new("480")], [], [], id="alone"),
            pytest.param([new("480")], [OLD], [], id="a revision"),
            pytest.param(
                [new("475", published=FEBRUARY)], [figure("480", published=MARCH)], [0],
                id="of an earlier day than the one that is known",
            ),
            pytest.param([new("480", status="forecast")], [], [0], id="a forecast"),
            pytest.param([new("480", published=date(2026, 7, 1))], [], [0], id="known tomorrow"),
            pytest.param([new("480", "2026-07")], [], [0], id="its period begins tomorrow"),
            pytest.param(
                [figure("480", source="Ministry")], [figure("470", published=MARCH)], [0],
                id="a rival that is used",
            ),
            pytest.param(
                [figure("480"), figure("470", source="Ministry", published=MARCH)], [], [0],
                id="a rival in the same file",
            ),
            pytest.param(
                [figure("480"), figure("470", published=MARCH)], [], [],
                id="the file itself revises it",
            ),
            pytest.param(
                [figure("480", published=MARCH), figure("470")], [], [],
                id="the file itself revises it, on a line above",
            ),
            pytest.param([new("withdrawn")], [OLD], [], id="a withdrawal"),
            pytest.param([figure("480"), new("withdrawn")], [], [], id="withdrawn in the file"),
            pytest.param([figure("480")], [new("withdrawn")], [0], id="withdrawn on a later day"),
        ],
    )  # fmt: skip
    def test_which(
        self, several: list[Observation], known: list[Observation], aside_at: list[int]
    ) -> None:
        assert aside(SERIES, several, known, TODAY) == [several[at] for at in aside_at]


class TestOvertaken:
    """Of a file with the figure OLD, which is known already."""

    @pytest.mark.parametrize(
        ("known", "count"),
        [
            pytest.param([], 0, id="it stands"),
            pytest.param([figure("480", published=MARCH)], 1, id="revised"),
            pytest.param([figure("480", published=MARCH, source="GSO")], 0, id="a rival"),
            pytest.param([figure("withdrawn", published=MARCH)], 1, id="withdrawn"),
            pytest.param(
                [figure("480", published=FEBRUARY), figure("470", published=MARCH)], 0,
                id="taken back and given again",
            ),
            pytest.param([figure("480", published=date(2026, 7, 1))], 0, id="revised tomorrow"),
            pytest.param([figure("480", status="forecast", published=MARCH)], 0, id="a forecast"),
        ],
    )  # fmt: skip
    def test_how_many(self, known: list[Observation], count: int) -> None:
        assert overtaken(SERIES, [OLD], [], [OLD, *known], TODAY) == count

    def test_a_file_that_has_the_revision_is_not(self) -> None:
        later = figure("480", published=MARCH)
        assert overtaken(SERIES, [OLD, later], [], [OLD, later], TODAY) == 0
        assert overtaken(SERIES, [OLD], [later], [OLD, later], TODAY) == 0


@given(
    st.lists(observations | withdrawals, max_size=6),
    st.lists(observations | withdrawals, max_size=8),
    st.integers(1, 12),
)
def test_each_of_a_file_counts_or_is_aside_or_has_a_later_one(
    known: list[Observation], new: list[Observation], fiscal_year_start: int
) -> None:
    series = Series("s", "USD", fiscal_year_start=fiscal_year_start)
    found = aside(series, new, known, TODAY)
    used = counting(series, [*known, *new], TODAY).by_period
    for one in new:
        of_source = [other for other in new if other.source_key == one.source_key]
        alike = [other for other in of_source if other.period == one.period]
        if any(one is other for other in found):
            assert used.get(series.own_period(one.period)) is not one
            assert not any(
                vintage(other) > vintage(one)
                and (other.status == "forecast") == (one.status == "forecast")
                for other in alike
            )
        elif len(alike) == 1 and not one.withdrawn:
            assert used[series.own_period(one.period)] is one


@given(st.lists(observations, max_size=6), observations, st.integers(1, 12))
def test_any_record_meets_any_others(
    known: list[Observation], one: Observation, fiscal_year_start: int
) -> None:
    """What is said of them agrees with what counts on each day."""
    series = Series(one.series, "USD", fiscal_year_start=fiscal_year_start)
    alike = [other for other in known if (other.series, other.period) == (one.series, one.period)]
    entry = entering(series, one, alike, TODAY, again=False)
    assert entry.same_as is None or entry.same_as.value == one.value
    assert entry.replaces is None or entry.replaces.source_key == one.source_key
    assert entry.instead_of is None or entry.counts
    assert entry.used is None or entry.used.period == one.period
    if one.status == "forecast":
        assert entry.counts_from is None
    elif entry.counts_from is None:
        assert is_known(series, one, TODAY)
    else:
        assert is_known(series, one, entry.counts_from)
        assert not is_known(series, one, entry.counts_from - timedelta(days=1))


@given(
    st.lists(observations | withdrawals, max_size=6),
    st.lists(observations | withdrawals, max_size=8),
)
def test_the_kinds_of_a_file_are_those_of_its_records(
    known: list[Observation], new: list[Observation]
) -> None:
    """Each beside all of its period, the ones before it among them."""
    known = [one._replace(series="s") for one in known]
    new = [one._replace(series="s", recorded=one.recorded or NOW) for one in new]
    expected = []
    beside = list(known)
    for one in new:
        alike = [other for other in beside if other.period == one.period]
        entry = entering(SERIES, one, alike, TODAY, again=one.recorded == NOW)
        if entry.same_as is not None:
            expected.append("same")
        else:
            expected.append("new" if entry.replaces is None else "revision")
            beside.append(one)
    assert list(kinds(SERIES, new, known, NOW)) == expected
