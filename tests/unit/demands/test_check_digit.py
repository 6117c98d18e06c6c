from harmscope.demands.check_digit import CheckDigit


def test_the_example_of_the_specification_passes_and_its_neighbour_not() -> None:
    assert not list(CheckDigit("n").faults({"n": "4006381333931"}))
    assert list(CheckDigit("n").faults({"n": "4006381333932"})) == ["/n"]


def test_another_form_is_not_its_business() -> None:
    assert not list(CheckDigit("n").faults({"n": "123"}))
    assert not list(CheckDigit("n").faults({"n": "٤٠٠٦٣٨١٣٣٣٩٣٢"}))
