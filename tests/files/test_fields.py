"""What is said of a field that holds what it cannot."""

from __future__ import annotations

import pytest

from exporttrack.errors import FormatError
from exporttrack.files.fields import published

FORMS = "write 2024-05-19, 2024-05 or 2024"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param("31/12/2025", "write 2025-12-31", id="no month is the 31st"),
        pytest.param("12/31/2025", "write 2025-12-31", id="the month first"),
        pytest.param(" 31.12.2025", "write 2025-12-31", id="dots"),
        pytest.param("5-5-2025", "write 2025-05-05", id="the same either way"),
        pytest.param("2025/1/5", "write 2025-01-05", id="the year first"),
        pytest.param("05/12/2025", FORMS, id="December or May"),
        pytest.param("31/02/2025", FORMS, id="no such day"),
        pytest.param("31/12/25", FORMS, id="a year of two digits"),
        pytest.param("2025-12-31 or so", FORMS, id="more than a day"),
        pytest.param("12/2025", "write 2025-12", id="a month"),
        pytest.param("May", FORMS, id="a word"),
        pytest.param(True, FORMS, id="no text"),
    ],
)
def test_a_day_of_another_form(text: object, hint: str) -> None:
    with pytest.raises(FormatError, match="is not a date of publication") as caught:
        published(text)
    assert caught.value.hint == hint
