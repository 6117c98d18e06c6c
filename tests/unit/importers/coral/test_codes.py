from harmscope.importers.coral.codes import (
    ILLEGAL_CONTENT,
    METHODS,
    OTHER_FLAG,
    OTHER_REJECTION,
    SCHEME,
)
from harmscope.taxonomy import codelist, load_system


def test_our_codes_are_in_the_list():
    codes = load_system(SCHEME).codes
    assert {OTHER_FLAG, OTHER_REJECTION, ILLEGAL_CONTENT, *METHODS} <= set(codes)


def test_every_way_of_detection_has_a_method():
    detected = {code for code in load_system(SCHEME).codes if code.startswith("COMMENT_DETECTED_")}
    assert set(METHODS) == detected
    assert set(METHODS.values()) <= set(codelist("detection-method").codes)
