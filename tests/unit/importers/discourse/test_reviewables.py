from harmscope.importers.discourse import SYSTEM

SCORE = {
    "id": 11,
    "score_type_id": 8,
    "status": 0,
    "user_id": 21,
    "created_at": "2026-04-01T08:00:00Z",
    "agree_stats": {},
}


def page(**reviewable):
    item = {"id": 1, "status": 0, "type": "ReviewableFlaggedPost", "reviewable_score_ids": [11]}
    return {"reviewables": [item | reviewable], "reviewable_scores": [SCORE]}


def test_flags_of_a_page_are_about_its_post(tell):
    assert tell(SYSTEM, page(post_id=501)).only.subject == "Post 501"


def test_flags_of_the_table_are_about_its_target(tell):
    item = {
        "id": 1,
        "type": "ReviewableFlaggedPost",
        "status": 0,
        "target_type": "Post",
        "target_id": 7,
    }
    score = {
        "id": 2,
        "reviewable_id": 1,
        "reviewable_score_type": 8,
        "status": 0,
        "created_at": "2026-04-01",
    }
    assert tell(SYSTEM, score, item).only.subject == "Post 7"


def test_an_item_without_a_target_is_its_own_subject(tell):
    told = tell(SYSTEM, page(type="ReviewableQueuedPost"))
    assert told.only.subject == "reviewable 1"


def test_flags_of_a_page_know_the_type_of_their_item(tell):
    scores = SYSTEM.entries(page(type="ReviewableUser"), "f", 1, 0)
    assert scores[-1].text("reviewable_type") == "ReviewableUser"
