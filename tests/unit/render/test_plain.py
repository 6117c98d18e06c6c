from harmscope.render.plain import markdown, printable, safe


def test_no_character_steers_a_terminal() -> None:
    assert printable("a\x1b[31mb\nc\u202ed") == "a [31mb\nc d"


def test_no_text_starts_a_formula() -> None:
    assert safe("=1+1") == "'=1+1"
    assert safe("Example\x07") == "Example "


def test_no_text_is_markup() -> None:
    assert markdown("[a](b) `c` _d_ | <e>\nf") == ("\\[a\\](b) \\`c\\` _d_ \\| &lt;e\\> f")
