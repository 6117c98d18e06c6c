"""What every database holds besides its data: harms, code lists, other systems' codes, crosswalks
and the rules of findings."""

from harmscope.exporters.sql.database_files import DatabaseFile
from harmscope.exporters.sql.relations import Column, Relation
from harmscope.rules import CATALOGUE
from harmscope.taxonomy import codelist, codelist_names, crosswalk, harm, load_system, systems
from harmscope.taxonomy.crosswalks import HUB, Link, mapped_systems

RELATIONS = (
    Relation(
        "harm",
        (
            Column("id"),
            Column("parent", note="The category above; empty at the first level", refers="harm.id"),
            Column("label"),
            Column("definition"),
            Column("mode"),
            Column("sensitive", "boolean", "Whether small numbers need more care"),
            Column("status"),
            Column("introduced", note="The version that brought it"),
        ),
        "Categories of the harm taxonomy",
        ("id",),
    ),
    Relation(
        "harm_alias",
        (Column("harm", refers="harm.id"), Column("alias")),
        "Other words for a category",
        ("harm", "alias"),
    ),
    Relation(
        "code_list",
        (Column("list"), Column("code"), Column("label")),
        "Codes of the record model with their labels",
        ("list", "code"),
    ),
    Relation(
        "system",
        (
            Column("ref", note="Name and version"),
            Column("title"),
            Column("issuer"),
            Column("kind"),
            Column("issued"),
            Column("source"),
        ),
        "Code systems of others, and the harm taxonomy",
        ("ref",),
    ),
    Relation(
        "system_code",
        (
            Column("system", refers="system.ref"),
            Column("key", note="The code, or PARENT/CODE where it has several parents"),
            Column("code"),
            Column("parent"),
            Column("kind"),
            Column("label"),
            Column("definition"),
            Column("origin", note="official, or given by harmscope"),
            Column("valid_from"),
            Column("valid_to"),
            Column("replaced_by"),
        ),
        "Codes of these systems",
        ("system", "key"),
    ),
    Relation(
        "crosswalk",
        (
            Column("system", refers="system.ref"),
            Column("harm", refers="harm.id"),
            Column("key", note="The system's code; empty where it has no such term"),
            Column("relation", note="Of harm to code, after SKOS"),
            Column("count_rule", note="Counts go along equal, approx and rollup alone"),
            Column("level"),
            Column("condition"),
            Column("confidence", "real"),
            Column("comment"),
            Column("source"),
        ),
        "Links from harms to the codes of other systems",
    ),
    Relation(
        "rule",
        (
            Column("code"),
            Column("slug"),
            Column("severity", note="In the default ruleset"),
            Column("what"),
            Column("why"),
            Column("fix"),
        ),
        "Rules of findings",
        ("code",),
    ),
)


def write_reference(database: DatabaseFile) -> None:
    """Make the tables and fill them."""
    for relation in RELATIONS:
        database.create(relation)
    for one in harm().categories.values():
        named = (one.id, one.parent, one.label, one.definition)
        database.add("harm", (*named, one.mode, one.sensitive, one.status, one.introduced))
        database.add_all("harm_alias", ((one.id, alias) for alias in dict.fromkeys(one.aliases)))
    for name in codelist_names():
        codes = codelist(name).codes.items()
        database.add_all("code_list", ((name, code, label) for code, label in codes))
    _write_systems(database)
    for code, rule in sorted(CATALOGUE.items()):
        database.add("rule", (code, rule.slug, rule.severity, rule.what, rule.why, rule.fix))


def _write_systems(database: DatabaseFile) -> None:
    for info in systems():
        row = (info.ref, info.title, info.issuer, info.kind, info.issued, info.source)
        database.add("system", row)
        for code in load_system(info.ref).codes.values():
            named = (info.ref, code.key, code.code, code.parent or None, code.kind, code.label)
            more = (code.definition, code.origin, code.valid_from, code.valid_to, code.replaced_by)
            database.add("system_code", (*named, *(text or None for text in more)))
    for system in mapped_systems():
        for links in crosswalk(HUB, system.info.ref).by_code.values():
            for link in links:
                database.add("crosswalk", _link(system.info.ref, link))


def _link(system: str, link: Link) -> tuple[object, ...]:
    return (
        *(system, link.subject, link.object, link.relation, link.count_rule),
        *(link.level or None, link.condition or None, link.confidence),
        *(link.comment or None, link.source or None),
    )
