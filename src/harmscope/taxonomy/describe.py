"""What a category or code is, and what it is called elsewhere: the answers as plain dicts."""

from collections import Counter
from dataclasses import asdict

from harmscope.arguments import checked
from harmscope.errors import UserError, offer
from harmscope.taxonomy.crosswalks import Link, crosswalk, mapped_systems
from harmscope.taxonomy.harm import Category, harm
from harmscope.taxonomy.systems import (
    Code,
    System,
    SystemInfo,
    codelist,
    codelist_names,
    load_system,
    resolve,
    systems,
)

NO_EQUIVALENT = "no equivalent"


def describe_systems() -> list[dict[str, object]]:
    """One row a system: ref, title, kinds (code counts by kind), origin, issued, issuer."""
    return [_system_row(info) for info in systems()]


def describe_system(ref: str) -> dict[str, object]:
    """A system's head and all its codes."""
    system = load_system(ref)
    codes = [asdict(code) for code in system.codes.values()]
    return {**_system_row(system.info), **_head_prose(system.info), "codes": codes}


def describe_codelists() -> list[dict[str, object]]:
    """One row a code list of our records: list, title, codes (their number), open."""
    lists = [codelist(name) for name in codelist_names()]
    return [
        {"list": one.name, "title": one.title, "codes": len(one.codes), "open": one.open}
        for one in lists
    ]


def describe_codelist(name: str) -> dict[str, object]:
    """A code list with its codes and their labels. Raises UserError where there is none."""
    if name not in codelist_names():
        raise UserError("taxonomy codes", "there is no such list", offer(name, codelist_names()))
    one = codelist(name)
    codes = [{"code": code, "label": label} for code, label in one.codes.items()]
    return {"list": one.name, "title": one.title, "open": one.open, "codes": codes}


def describe_category(category_id: str) -> dict[str, object]:
    """A harm category with its prose, facets, and its names in every mapped system.

    Raises UserError if the taxonomy has no such id.
    """
    scheme = harm()
    if category_id not in scheme.categories:
        fix = offer(category_id, scheme.categories, "see harmscope taxonomy search")
        raise UserError("harm taxonomy", "there is no such category", fix)
    category = scheme.categories[category_id]
    elsewhere = {
        system.info.ref: [asdict(link) | _object(system, link) for link in names]
        for system in mapped_systems()
        if system.info.name != "harm"
        for names in [names_in(category, system)]
    }
    return {
        **asdict(category),
        "taxonomy": f"harm@{scheme.version}",
        "children": [child.id for child in scheme.children(category_id)],
        "elsewhere": elsewhere,
    }


def names_in(category: Category, system: System) -> list[Link]:
    """The links of a category to one system; missing terms are links without an object."""
    return crosswalk("harm", system.info.ref).links(category.id)


def describe_code(system: System, code: Code) -> dict[str, object]:
    """A native code with what it leads to in the harm taxonomy."""
    links = [asdict(link) for link in links_of(system, code)]
    return {"system": system.info.ref, **asdict(code), "in_harm": links}


def describe(system: System, code: Code) -> dict[str, object]:
    """:func:`describe_category` for harm, :func:`describe_code` for every other system."""
    return (
        describe_category(code.key) if system.info.name == "harm" else describe_code(system, code)
    )


@checked
def show(text: str) -> list[dict[str, object]]:
    """Everything that ``[SYSTEM[@VERSION]:]CODE`` means: what it is and what it is called
    elsewhere. Raises UserError where no system has it."""
    return [describe(system, code) for system, code in find_everywhere(text)]


def links_of(system: System, code: Code) -> list[Link]:
    """The links of a native code to harm; none for codes that are not about harms."""
    if code.kind not in system.info.levels or system not in mapped_systems():
        return []
    return crosswalk(system.info.ref, "harm").links(code.key)


def find_everywhere(text: str) -> list[tuple[System, Code]]:
    """Codes that ``[SYSTEM[@VERSION]:]CODE`` means; harm alone where harm has that id."""
    ref, _, wanted = text.rpartition(":")
    if ref:
        chosen = [load_system(resolve(ref).ref)]
    else:
        chosen = [load_system(info.ref) for info in systems()]
    found = [(system, code) for system in chosen for code in _matches(system, wanted)]
    if not found:
        known = [code.key for system in chosen for code in system.codes.values()]
        known += [code.code for system in chosen for code in system.codes.values()]
        fix = offer(wanted, known, "see harmscope taxonomy search")
        raise UserError("taxonomy show", "no system has that code", fix)
    own = [(system, code) for system, code in found if system.info.name == "harm"]
    return own or found


def _matches(system: System, wanted: str) -> list[Code]:
    exact = system.find(wanted)
    if exact is not None:
        return [exact]
    return [code for code in system.codes.values() if code.code == wanted]


def _object(system: System, link: Link) -> dict[str, object]:
    if link.object is None:
        return {"label": NO_EQUIVALENT}
    return {"label": system.codes[link.object].label}


def _system_row(info: SystemInfo) -> dict[str, object]:
    codes = load_system(info.ref).codes.values()
    return {
        "system": info.ref,
        "title": info.title,
        "codes": len(codes),
        "kinds": dict(Counter(code.kind for code in codes)),
        "origin": info.kind,
        "issued": info.issued,
        "issuer": info.issuer,
    }


def _head_prose(info: SystemInfo) -> dict[str, object]:
    return {
        "levels": list(info.levels),
        "source": info.source,
        "licence_note": info.licence_note,
        "note": info.note,
    }
