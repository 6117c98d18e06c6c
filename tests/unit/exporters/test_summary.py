from pathlib import Path

from harmscope.exporters import EXPORTERS
from harmscope.exporters.run import Outcome
from harmscope.exporters.summary import as_dict, as_text

DSA = EXPORTERS["dsa-sor"]


def outcome():
    made = Outcome(written=3, files=1, incomplete=2)
    made.lacking.update(["category", "category", "content_date"])
    made.skipped["reason"] = 4
    return made


def test_as_data():
    found = as_dict(outcome(), DSA)
    assert found["missing"] == {"category": 2, "content_date": 1}
    assert found["skipped"] == {"reason": 4}
    assert found["choices"]


def test_in_words():
    text = as_text(outcome(), DSA, Path("out.json"))
    assert "3 statements written in 1 files" in text
    assert "out-missing.csv" in text
    assert "missing category: 2" in text
