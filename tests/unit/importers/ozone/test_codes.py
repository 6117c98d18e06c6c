import pytest

from harmscope.importers.ozone.codes import SCHEME, is_appeal, reported
from harmscope.taxonomy import load_system


@pytest.mark.parametrize("lexicon", ["tools.ozone.report.defs", "com.atproto.moderation.defs"])
def test_both_lists_have_an_appeal(lexicon):
    assert is_appeal(f"{lexicon}#reasonAppeal")


def test_a_report_is_no_appeal():
    assert not is_appeal("tools.ozone.report.defs#reasonOther")


def test_every_reason_of_the_list_is_known(entry, scribe):
    for code in load_system(SCHEME).codes.values():
        if code.kind == "reason":
            reported(entry(reportType=f"{code.parent}#{code.code}"), scribe, "reportType")
    assert scribe.task.tally.total() == 0
