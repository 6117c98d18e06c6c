"""HS130 to HS149 and HS195 to HS199: codes that exist, are in use and stand where they belong, and
free text that says something and not too much."""

from functools import cache

from harmscope.demands import (
    CheckDigit,
    CodeIn,
    CurrentCode,
    Differ,
    Every,
    FacetContradicted,
    FacetMissing,
    KnownCode,
    KnownScheme,
    Listed,
    NotPersonal,
    NotPlaceholder,
    ParentOf,
    Unique,
)
from harmscope.rules.rule import Rule

MEDIA = frozenset(
    ("image", "video", "audio", "text", "app", "product", "synthetic media", "photo", "picture")
)
"""Forms of content."""

RESTRICTIONS = frozenset(
    (
        *("removed", "content removed", "removal", "removal of content", "deleted", "deletion"),
        *("disabled", "content disabled", "access disabled", "geo-blocked", "geoblocked"),
        *("demoted", "content demoted", "demotion", "demotion of content", "downranked"),
        *("limited distribution", "reduced distribution", "reduced visibility"),
        *("not eligible for recommendation", "not recommended", "shadow ban", "shadowban"),
        *("age restricted", "age-restricted", "age restriction", "content age restricted"),
        *("labelled", "labeled", "content labelled", "content labeled", "warning label"),
        *("interaction restricted", "content interaction restricted"),
    )
)
"""Restrictions of visibility, each in words that published statements use or that name the code."""

BOTH = ("incident", "notice")
COUNTRY = ("content.territory.*", "decisions.*.territory.*", "order.state", "territory.*")
HARM = ("harm.primary", "harm.also.*", "harms.*", "sample.harms.*")


@cache
def harm_ids() -> frozenset[str]:
    """Every id of the harm taxonomy."""
    from harmscope.taxonomy import harm

    return frozenset(harm().categories)


def _is_country(code: str) -> bool:
    from harmscope.taxonomy.standards import is_country

    return is_country(code)


def _is_language(tag: str) -> bool:
    from harmscope.taxonomy.standards import is_language

    return is_language(tag)


def _is_jurisdiction(code: str) -> bool:
    from harmscope.taxonomy.standards import is_jurisdiction

    return is_jurisdiction(code)


SHORT = (
    "content.medium_other",
    "decisions.*.legal_basis",
    "decisions.*.policy_ref",
    "decisions.*.keyword_other",
    "decisions.*.actions.*.other",
    "detection.notifier",
    "order.legal_basis",
    "order.authority",
)
LONG = ("decisions.*.facts", "text")


RULES = (
    Rule(
        "HS130",
        "harm_unknown",
        "error",
        "record",
        (*BOTH, "exposure", "measure"),
        "A harm is not an id of the harm taxonomy",
        "An unknown category is counted nowhere",
        "see harmscope taxonomy list harm; leave harm out where no count rule converts the code",
        "taxonomy/harm/1.0.0",
        demand=CodeIn(HARM, harm_ids),
    ),
    Rule(
        "HS132",
        "harm_repeated",
        "error",
        "record",
        BOTH,
        "A case names a harm twice",
        "Counts by harm would take the case twice",
        "remove the second mention from harm.also",
        demand=Differ("harm.also.*", "harm.primary"),
    ),
    Rule(
        "HS133",
        "native_scheme_unknown",
        "warning",
        "record",
        BOTH,
        "A native code comes from a code system that is not shipped",
        "Codes of other systems cannot be checked or mapped; a report shows them as one group",
        "see harmscope taxonomy list for the systems and their versions",
        "taxonomy/systems",
        demand=KnownScheme("native.*"),
    ),
    Rule(
        "HS134",
        "native_code_unknown",
        "error",
        "record",
        BOTH,
        "A native code is not in the list that it names",
        "A code outside its list can be mapped to nothing",
        "correct the code, or name the version of the list that has it",
        "taxonomy/systems",
        demand=KnownCode("native.*"),
    ),
    Rule(
        "HS135",
        "keyword_not_of_category",
        "warning",
        "record",
        BOTH,
        "A native code has another parent than in its list",
        "Counts by parent and by child no longer agree",
        "correct the parent, or leave it out where the code has only one",
        "the official tables of categories and keywords, which the DSA's API does not enforce",
        demand=ParentOf("native.*"),
    ),
    Rule(
        "HS136",
        "native_code_retired",
        "warning",
        "record",
        BOTH,
        "A native code was not in use at the time of the record",
        "Retired codes are still sent for months after a change of the list",
        "use the successor that harmscope taxonomy show names",
        "announcement of 2025-07-01 of the DSA Transparency Database",
        demand=CurrentCode(
            "native.*", ("received_at", "decisions.*.decided_at", "decisions.*.applied_at")
        ),
    ),
    Rule(
        "HS139",
        "product_id_checksum",
        "error",
        "record",
        ("incident",),
        "A product number ends with a wrong check digit",
        "A mistyped number names another product, or none",
        "correct the number",
        "GS1 General Specifications, EAN-13",
        demand=CheckDigit(("content.product_id",)),
    ),
    Rule(
        "HS140",
        "facet_missing",
        "warning",
        "record",
        ("incident",),
        "A category lacks a facet that it requires",
        "Counts by facet miss the case",
        "record the facet; see harmscope taxonomy show",
        "taxonomy/harm/1.0.0, required_facets",
        demand=FacetMissing("harm.primary"),
    ),
    Rule(
        "HS141",
        "facet_contradicts_harm",
        "error",
        "record",
        ("incident",),
        "A facet contradicts the category",
        "The case would be counted both as what it is and as what it is not",
        "correct the facet or the harm; see harmscope taxonomy show",
        "taxonomy/harm/1.0.0, required_facets and forbidden_facets",
        demand=FacetContradicted("harm.primary"),
    ),
    Rule(
        "HS142",
        "notice_id_repeated",
        "warning",
        "record",
        ("incident",),
        "A case names a notice twice",
        "Notices on a case would be counted twice",
        "remove the second mention",
        demand=Unique("notice_ids.*"),
    ),
    Rule(
        "HS143",
        "incident_id_repeated",
        "warning",
        "record",
        ("notice",),
        "A notice names a case twice",
        "Cases of a notice would be counted twice",
        "remove the second mention",
        demand=Unique("incident_ids.*"),
    ),
    Rule(
        "HS144",
        "country_unknown",
        "error",
        "record",
        (*BOTH, "exposure"),
        "A code of a country is not in ISO 3166-1",
        "A report would show a country that does not exist, or one country twice",
        "use the code of ISO 3166-1: Greece is GR, not EL; the United Kingdom is GB, not UK; leave "
        "it out where the country is not known",
        "ISO 3166-1 alpha-2, with XK for Kosovo",
        demand=Listed(COUNTRY, _is_country),
    ),
    Rule(
        "HS145",
        "language_unknown",
        "error",
        "record",
        BOTH,
        "A language tag is not one of BCP 47",
        "A report would show a language that does not exist, or one language twice",
        "use the tag of BCP 47: the code of two letters where a language has one, Greek is el, a "
        "region as in ISO 3166-1 (en-GB); leave it out where the language is not known",
        "BCP 47 (RFC 5646); ISO 639, ISO 15924, ISO 3166-1",
        demand=Listed(("content.languages.*", "languages.*"), _is_language),
    ),
    Rule(
        "HS146",
        "jurisdiction_unknown",
        "error",
        "record",
        ("dataset", "notice", "measure"),
        "A jurisdiction is not a state, a part of a state or a union of states",
        "No legal time limit starts where the law is not known",
        "use EU, EEA, a code of ISO 3166-1 (GR, not EL; GB, not UK) or of ISO 3166-2 (US-CA)",
        "ISO 3166-1, ISO 3166-2",
        demand=Listed(
            ("jurisdiction", "jurisdictions.*", "requester.jurisdiction"), _is_jurisdiction
        ),
    ),
    Rule(
        "HS195",
        "placeholder_text",
        "warning",
        "record",
        BOTH,
        "A text is a placeholder such as n/a or test",
        "The field is counted as filled, although it says nothing",
        "write what is meant, or leave the member out",
        "empty-field check of lib-cove-ocds",
        demand=NotPlaceholder((*SHORT, *LONG)),
    ),
    Rule(
        "HS196",
        "personal_data_suspected",
        "warning",
        "record",
        BOTH,
        "Free text looks as if it held an e-mail address, number or profile of a person",
        "Records are passed on, and Article 24(5) forbids personal data in what is published",
        "remove the person's data from the text",
        "Regulation (EU) 2022/2065, Article 24(5)",
        demand=NotPersonal((*SHORT, *LONG)),
    ),
    Rule(
        "HS197",
        "other_names_a_code",
        "warning",
        "record",
        ("incident",),
        "A text for other names something that has its own code",
        "The case is counted under other and not where it belongs",
        "use the code; see harmscope schema show incident",
        "statistics of the DSA Transparency Database: demotions under other, 1.07 billion rows",
        demand=Every(
            (
                NotPlaceholder(("content.medium_other",), MEDIA),
                NotPlaceholder(("decisions.*.actions.*.other",), RESTRICTIONS),
            )
        ),
    ),
)
