from harmscope.findings import Finding, FindingKind, Severity, Tally


def finding(rule: str = "HS001", severity: Severity = "error", line: int = 1) -> Finding:
    return Finding(rule, "slug", severity, "f.jsonl", "is wrong", "mend it", line=line)


def test_counts_are_exact_and_samples_are_capped() -> None:
    tally = Tally(samples_per_rule=2)
    tally.extend(finding(line=n) for n in range(1, 6))
    assert tally.counts["HS001"] == 5
    assert [sample.line for sample in tally.samples("HS001")] == [1, 2]


def test_rules_come_most_severe_first() -> None:
    tally = Tally()
    tally.extend([finding("HS900", "info"), finding("HS500", "warning"), finding("HS700")])
    assert tally.rules() == ["HS700", "HS500", "HS900"]
    assert [sample.rule for sample in tally.samples()] == tally.rules()


def test_totals_by_severity() -> None:
    tally = Tally()
    tally.extend([finding(), finding(), finding("HS500", "warning")])
    assert (tally.total(), tally.total("error"), tally.total("warning")) == (3, 2, 1)


def test_a_finding_leaves_unknown_places_out() -> None:
    assert "offset" not in finding().as_dict()
    assert finding().as_dict()["line"] == 1


class Recorder:
    def __init__(self) -> None:
        self.taken: list[tuple[int | None, str | None]] = []

    def take(self, finding: Finding, waived: str | None) -> None:
        self.taken.append((finding.line, waived))


def test_a_sink_takes_every_finding_beyond_the_samples() -> None:
    sink = Recorder()
    tally = Tally(samples_per_rule=1, sinks=[sink])
    tally.extend(finding(line=n) for n in range(1, 4))
    assert sink.taken == [(1, None), (2, None), (3, None)]


def test_what_is_waived_is_counted_apart() -> None:
    sink = Recorder()
    tally = Tally(sinks=[sink], excuse=lambda one: "known" if one.line == 1 else None)
    tally.extend(finding(line=n) for n in range(1, 4))
    assert (tally.counts["HS001"], tally.waived["HS001"], tally.total()) == (2, 1, 2)
    assert sink.taken[0] == (1, "known")
    assert [one.line for one in tally.samples()] == [2, 3]


def test_the_members_of_a_finding_are_a_promise() -> None:
    """Outputs are read by machines: a member may be added, none renamed or taken away."""
    assert Finding._fields == (
        *("rule", "slug", "severity", "file", "message", "fix", "line", "offset", "pointer"),
    )


def test_a_kind_makes_its_findings_and_says_what_differs() -> None:
    kind = FindingKind("HS999", "some", "error", "file", ("notice",), "It is wrong", "Why", "mend")
    assert kind.finding("a", 3, detail="twice").message == "It is wrong (twice)"
    told = kind.finding("a", message="It is so", fix="do", severity="info")
    assert (told.message, told.fix, told.severity) == ("It is so", "do", "info")
    assert kind.clause == "it is wrong"
    assert "part_of" not in kind.as_dict()
