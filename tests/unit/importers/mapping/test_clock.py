from zoneinfo import ZoneInfo

import pytest

from harmscope.importers.mapping.clock import Ambiguous, Clock, has_hour
from harmscope.importers.times import BadTime, shown

BERLIN = ZoneInfo("Europe/Berlin")
GERMAN = ("%d.%m.%Y %H:%M", "%d.%m.%Y")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("25.10.2025 20:00", "2025-10-25T18:00:00Z"),
        ("26.10.2025 12:00", "2025-10-26T11:00:00Z"),
        ("26.10.2025", "2025-10-26"),
        ("2025-10-26 12:00", "2025-10-26T11:00:00Z"),
        ("2025-10-26T12:00:00+00:00", "2025-10-26T12:00:00Z"),
    ],
)
def test_times_of_a_zone(text, utc):
    assert shown(Clock(GERMAN, BERLIN).read(text)) == utc


@pytest.mark.parametrize(
    ("choice", "utc"), [("earlier", "2025-10-26T00:30:00Z"), ("later", "2025-10-26T01:30:00Z")]
)
def test_the_hour_that_the_clocks_repeat(choice, utc):
    assert shown(Clock(GERMAN, BERLIN, choice).read("26.10.2025 02:30")) == utc


@pytest.mark.parametrize("text", ["26.10.2025 02:30", "2025-10-26 02:30"])
def test_it_is_refused_unless_it_is_said_which(text):
    with pytest.raises(Ambiguous):
        Clock(GERMAN, BERLIN).read(text)


@pytest.mark.parametrize("choice", ["refuse", "earlier", "later"])
def test_the_hour_that_the_clocks_skip_was_never_shown(choice):
    with pytest.raises(Ambiguous):
        Clock(GERMAN, BERLIN, choice).read("29.03.2026 02:30")


def test_what_is_no_time_is_refused():
    with pytest.raises(BadTime):
        Clock(GERMAN, BERLIN).read("soon")


def test_forms_with_and_without_hour():
    assert has_hour("%d.%m.%Y %H:%M")
    assert not has_hour("%d.%m.%Y")
