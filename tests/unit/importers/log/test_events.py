from harmscope.importers.log.events import dump, load


def test_an_event_comes_back_as_it_was(event):
    one = event(
        "restrict",
        1,
        1,
        case={"subject_kind": "content"},
        target=("rows", "9"),
        answers=(("rows", "8"),),
        names=("rows", "7"),
        marks=("takedown",),
        whole_group=True,
        merge="m",
        cause="expiry",
        agreed=True,
    )
    row = (one.kind, *one.ref, one.at, one.group, one.subject, one.digest, dump(one))
    assert load(row) == one


def test_at_one_time_the_question_comes_before_the_answer(event):
    asked, decided = event("notice", 9, 1), event("restrict", 1, 1)
    assert asked.order < decided.order


def test_only_a_decision_with_actions_restricts(event):
    assert event("restrict", 1, 1).restricts
    assert not event("decision", 1, 1).restricts
