from harmscope.readers.remarks import remark_kinds
from harmscope.rules import remarks


def test_the_catalogue_and_the_readers_say_the_same() -> None:
    assert {rule.code: rule.severity for rule in remarks.RULES} == {
        code: kind.severity for code, kind in remark_kinds().items()
    }
