from datetime import datetime

import pytest

from harmscope.errors import UserError
from harmscope.registry import senders
from senders import TODAY

AT = datetime(2026, 4, 20, 10)


def test_senders_keys_and_services_are_listed(desk) -> None:
    rows = senders.listed(desk.state)
    assert [(row["sender"], row["services"]) for row in rows] == [
        ("alpha", ["Alpha"]),
        ("beta", ["Beta"]),
        ("gamma", ["Gamma"]),
    ]


def test_a_second_service_is_added_to_the_first(desk) -> None:
    alpha = desk.senders["alpha"]
    senders.add(desk.registry, "alpha", ["Alpha Kids"], alpha.public, AT)
    assert desk.state.senders["alpha"].services == ("Alpha", "Alpha Kids")
    assert len(desk.state.senders["alpha"].keys) == 1


def test_services_and_keys_belong_to_one_sender(desk) -> None:
    alpha, beta = desk.senders["alpha"], desk.senders["beta"]
    with pytest.raises(UserError, match="another sender reports"):
        senders.add(desk.registry, "beta", ["Alpha"], beta.public, AT)
    with pytest.raises(UserError, match="another sender reports"):
        senders.add(desk.registry, "beta", ["ALPHA"], beta.public, AT)
    with pytest.raises(UserError, match="another sender signs"):
        senders.add(desk.registry, "beta", ["Beta"], alpha.public, AT)


def test_a_revocation_is_listed(desk) -> None:
    key = desk.senders["alpha"].public.key_id
    senders.revoke(desk.registry, key, TODAY, "lost", AT)
    assert senders.listed(desk.state)[0]["revoked_from"] == "2026-04-20"
    with pytest.raises(UserError, match="no sender has this key"):
        senders.revoke(desk.registry, "0" * 32, TODAY, "lost", AT)


def test_a_name_that_no_submission_could_carry_is_refused(desk) -> None:
    key = desk.senders["alpha"].public
    for name, services in (("two words", ["Alpha"]), ("alpha", [" "])):
        with pytest.raises(UserError):
            senders.add(desk.registry, name, services, key, AT)
