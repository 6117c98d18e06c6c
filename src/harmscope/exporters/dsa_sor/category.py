"""Category and keyword of a statement: the native ones, else those to which the harm leads."""

from harmscope.exporters.dsa_sor.parts import Part
from harmscope.taxonomy import crosswalk, load_system

SCHEME = "dsa@v2"


def category(record: Part) -> dict[str, object]:
    """The members of the category; empty where nothing leads to one."""
    return _native(record) or _by_harm(record.part("harm").text("primary"))


def _native(record: Part) -> dict[str, object]:
    system = load_system(SCHEME)
    by_role: dict[str, list[str]] = {}
    for native in record.parts("native"):
        code = native.text("code")
        known = system.find(code, native.text("parent")) or system.find(code)
        if native.text("scheme").startswith("dsa@") and known is not None:
            by_role.setdefault(native.text("role"), []).append(code)
    if not by_role.get("category"):
        return {}
    found: dict[str, object] = {"category": by_role["category"][0]}
    if extra := by_role.get("additional"):
        found["category_addition"] = extra
    if words := by_role.get("keyword"):
        found["category_specification"] = words
    return found


def _by_harm(harm: str) -> dict[str, object]:
    """Along the one link that carries a count, at each level."""
    walk = crosswalk("harm", SCHEME)
    broad, narrow = walk.counting(harm, "category"), walk.counting(harm, "keyword")
    if broad is None or broad.object is None:
        return {}
    found: dict[str, object] = {"category": broad.object}
    word = narrow.object.rpartition("/")[2] if narrow and narrow.object else ""
    # "Other" as a keyword says nothing, and the form wants a text beside it.
    return found | ({"category_specification": [word]} if word and word != "KEYWORD_OTHER" else {})
