import tempfile
import time
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.submission.bounded import verify_within
from harmscope.submission.verify import Trust
from senders import TODAY, sender


def test_a_sound_submission_is_sound_in_time(tmp_path: Path) -> None:
    alpha = sender(tmp_path, "alpha")
    outcome = verify_within(alpha.submission(), Trust([alpha.public], TODAY), 60)
    assert outcome.ok
    assert outcome.key_id == alpha.public.key_id


def test_a_slow_one_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alpha = sender(tmp_path, "alpha")
    path = alpha.submission(notices=60_000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before, started = set(tmp_path.iterdir()), time.monotonic()
    outcome = verify_within(path, Trust([alpha.public], TODAY), 0.2)
    assert time.monotonic() - started < 5
    (problem,) = outcome.problems
    assert problem.words.startswith("checking it took longer than the limit")
    assert set(tmp_path.iterdir()) == before


def test_nothing_there_is_still_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        verify_within(tmp_path / "none.zip", Trust([], TODAY))
