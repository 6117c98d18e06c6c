from datetime import date

import pytest

from harmscope.cli.wording import as_json, check_format, day_of
from harmscope.errors import UserError


def test_days_and_formats() -> None:
    assert day_of("2026-04-20") == date(2026, 4, 20)
    assert as_json({"ü": 1}) == '{\n  "ü": 1\n}'
    with pytest.raises(UserError, match="YYYY-MM-DD"):
        day_of("20 April")
    with pytest.raises(UserError, match="--due: it is no day"):
        day_of("2026-04-31", "--due")
    with pytest.raises(UserError, match="text, json"):
        check_format("xml")
