from harmscope.readers.rounding import rounding_steps, step_of


def test_each_length_of_number_has_its_step() -> None:
    steps = rounding_steps([1_300, 24_700, 5_600_000, 2_100_000, 40, 10])
    assert steps == {4: 100, 5: 100, 7: 100_000, 2: 10}
    assert step_of(7_700_000, steps) == 100_000
    assert step_of(999, steps) is None


def test_exact_counts_show_no_rounding() -> None:
    assert rounding_steps([123, 450, 789]) == {3: 1}


def test_zero_takes_the_step_of_the_shortest_numbers() -> None:
    assert step_of(0, {2: 10, 5: 100}) == 10
    assert step_of(0, {}) is None
