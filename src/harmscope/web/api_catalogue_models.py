"""The taxonomy, the rules and the schemas, as the API shows them."""

from pydantic import Field

from harmscope.web.api_models import Shown


class SystemRow(Shown):
    """A system of codes."""

    system: str = Field(examples=["dsa@v2"])
    title: str
    codes: int = Field(description="How many codes it has.")
    kinds: dict[str, int] = Field(description="How many codes of each kind.")
    origin: str = Field(description="official, or ours where nobody published codes")
    issued: str
    issuer: str
    url: str | None = None


class SystemList(Shown):
    """Every system of codes."""

    systems: list[SystemRow]


class CodeRow(Shown):
    """A code of a system."""

    key: str = Field(description="CODE, or PARENT/CODE where it has several parents.")
    code: str
    parent: str
    kind: str
    label: str
    definition: str
    origin: str
    valid_from: str
    valid_to: str
    replaced_by: str
    replaced_basis: str
    note: str
    source: str
    aliases: list[str]


class SystemShown(SystemRow):
    """A system with all its codes."""

    levels: list[str]
    source: str
    licence_note: str
    note: str
    codes: list[CodeRow]  # type: ignore[assignment]


class LinkShown(Shown):
    """What a code is in another system. ``object`` is null where that has no term."""

    subject: str
    object: str | None
    relation: str = Field(examples=["broadMatch"])
    count_rule: str = Field(description="Whether counts may be carried along.", examples=["rollup"])
    level: str
    condition: str
    confidence: float
    via: list[str]
    comment: str
    source: str
    valid_from: str
    valid_to: str
    near: bool
    label: str | None = None


class Excluded(Shown):
    """What is not in a category, and where it belongs."""

    text: str
    see: str


class FacetShown(Shown):
    """Values that a facet of an incident must or must not have."""

    path: str
    one_of: list[str]
    implied: str


class CategoryRow(Shown):
    """A category of the harm taxonomy, as a list shows it."""

    id: str = Field(examples=["hate"])
    parent: str | None
    label: str
    definition: str
    sensitive: bool = Field(description="Asks for more care with small numbers.")
    status: str
    url: str


class CategoryList(Shown):
    """Every category of the harm taxonomy, parents before their children."""

    taxonomy: str = Field(examples=["harm@1.0.0"])
    categories: list[CategoryRow]


class CategoryShown(Shown):
    """A category: what it means, its boundary cases, and its names elsewhere."""

    id: str
    parent: str | None
    label: str
    definition: str
    includes: list[str]
    excludes: list[Excluded]
    boundary: list[str]
    aliases: list[str]
    mode: str
    sensitive: bool
    status: str
    introduced: str
    required_facets: list[FacetShown]
    forbidden_facets: list[FacetShown]
    deprecated_since: str
    deprecated_reason: str
    replaced_by: list[str]
    taxonomy: str
    children: list[str]
    elsewhere: dict[str, list[LinkShown]]


class CodeShown(CodeRow):
    """A code of another system, and what it leads to in the harm taxonomy."""

    system: str
    in_harm: list[LinkShown]


class CodesShown(Shown):
    """Everything that a code means: a category of ours, or codes of other systems."""

    categories: list[CategoryShown]
    codes: list[CodeShown]


class HitShown(Shown):
    """A code that a search found."""

    system: str
    key: str
    label: str
    matched: str = Field(description="The member that matched.")
    score: float = Field(description="0 to 100")
    url: str


class HitList(Shown):
    """What a search found, the best first."""

    hits: list[HitShown]


class RuleRow(Shown):
    """A kind of finding: what is wrong, why it matters, how to mend it."""

    code: str = Field(examples=["HS101"])
    slug: str = Field(examples=["date_not_real"])
    severity: str
    scope: str
    kinds: list[str]
    since: str
    cost: str
    what: str
    why: str
    fix: str
    source: str
    part_of: str | None = None


class RuleList(Shown):
    """Every kind of finding, by code."""

    rules: list[RuleRow]


class CodeList(Shown):
    """A list of codes that a rule is about."""

    name: str
    title: str
    codes: list[str]
    open: bool
    more: str


class RuleShown(RuleRow):
    """A kind of finding, with the lists of codes that it is about."""

    lists: list[CodeList]


class SchemaRow(Shown):
    """A version of the schema of a kind of record."""

    name: str = Field(examples=["incident@1.0"])
    kind: str
    version: str
    newest: bool
    released: bool
    url: str


class SchemaList(Shown):
    """Every version of every schema, the newest of a kind last."""

    schemas: list[SchemaRow]
