from harmscope.taxonomy.proposals import policy_map
from harmscope.taxonomy.systems import load_system


def test_every_row_is_marked_a_proposal():
    assert {one.status for one in policy_map()} == {"proposal"}
    assert len(policy_map()) == 163


def test_categories_exist_or_are_said_to_be_missing():
    known = load_system("garm@2022-06").codes
    for one in policy_map():
        assert one.garm_category in known if one.garm_category else one.relation == "none"


def test_the_first_candidate_of_each_policy_is_there():
    ranks: dict[tuple[str, str, str], list[str]] = {}
    for one in policy_map():
        ranks.setdefault((one.platform, one.policy, one.era), []).append(one.rank)
    assert all(found == [str(n + 1) for n in range(len(found))] for found in ranks.values())
