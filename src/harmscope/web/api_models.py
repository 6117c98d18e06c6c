"""What the API takes and gives, as the OpenAPI document shows it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Shown(BaseModel):
    """Every answer: members are only added, never taken away, within one version of the API."""

    model_config = ConfigDict(extra="forbid")


class ProblemDetails(BaseModel):
    """An error (RFC 9457). It never holds a value that was sent."""

    type: str = "about:blank"
    title: str = Field(description="The name of the status.", examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(description="What is wrong.", examples=["There is no such job."])
    fix: str | None = Field(None, description="What to do about it.")


class Start(Shown):
    """What there is: addresses by name."""

    name: str = Field(examples=["harmscope"])
    version: str = Field(examples=["0.1.0"])
    links: dict[str, str]


class JobFile(Shown):
    """A file that a job wrote."""

    name: str = Field(examples=["findings.csv"])
    label: str = Field(examples=["All findings as CSV"])
    url: str


class Fault(Shown):
    """Why a job failed, and what to do."""

    where: str
    fault: str
    fix: str


class JobLinks(Shown):
    """Addresses of a job."""

    self: str
    events: str


class JobShown(Shown):
    """A piece of work. ``outcome`` is there when it is done, ``problem`` where it failed."""

    id: str = Field(examples=["9f1c2d3e4a5b69788796a5b4c3d2e1f0"])
    task: str = Field(examples=["validate"])
    state: Literal["waiting", "running", "done", "failed", "stopped"] = Field(examples=["done"])
    progress: str = Field(description="The last line it said.", examples=["writing the findings"])
    made: str = Field(examples=["2026-11-30T10:00:00Z"])
    ended: str | None = Field(None, examples=["2026-11-30T10:00:04Z"])
    outcome: dict[str, Any] | None = Field(None, examples=[{"ok": True}])
    problem: Fault | None = None
    files: list[JobFile] = []
    links: JobLinks


class JobList(Shown):
    """Jobs, the newest first. ``next`` is the address of those before them."""

    jobs: list[JobShown]
    next: str | None = None


class ReceiptEnvelope(Shown):
    """A signed receipt (DSSE): ``payload`` is what it says, as JSON in Base64. Keep its bytes as
    they are: ``harmscope submit receipt`` checks the signature."""

    payload: str
    payloadType: str  # noqa: N815 - the name that DSSE gives it
    signatures: list[dict[str, str]]


class SubmissionRow(Shown):
    """A submission as it stands now."""

    seq: int = Field(description="The entry of the ledger.", examples=[12])
    received_at: str
    submission: str | None = Field(description="The id that its sender gave it.")
    sender: str | None
    service: str | None
    period: str | None = Field(examples=["2026-01-01/2026-06-30"])
    kind: str | None
    status: str = Field(examples=["accepted"])
    rows: dict[str, int]
    problems: list[str] = Field(description="Codes of what is wrong with it.")
    url: str
    receipt: str = Field(description="The address of its receipt.")


class SubmissionList(Shown):
    """Submissions of the sender in the order of arrival. ``next`` is the address of more."""

    submissions: list[SubmissionRow]
    next: str | None = None


class SubmissionShown(SubmissionRow):
    """All that is on record about a submission, with every decision on it."""

    package: str = Field(description="The SHA-256 of the package.")
    problems: list[dict[str, str]]  # type: ignore[assignment]
    rules: dict[str, int]
    remarks: list[dict[str, Any]]
    versions: dict[str, str]
    replaces: str | None
    because: str | None
    superseded_by: str | None
    decisions: list[dict[str, Any]]


class EditionFile(Shown):
    """A file of an edition."""

    name: str = Field(examples=["publication.json"])
    size: int = Field(description="Bytes.")
    url: str


class EditionShown(Shown):
    """A published edition. ``id`` is the SHA-256 of its ``publication.json``."""

    id: str
    series: str = Field(description="Names all editions of the same period, level and splits.")
    edition: int
    entry: int = Field(description="The entry of the ledger that records it.")
    registry: str
    title: str
    period: str
    level: str
    level_title: str
    services: bool
    published_on: str
    licence: str
    behind: int = Field(description="How many senders stand behind it.")
    registered: int
    cells: int
    share_shown: float
    url: str
    page: str = Field(description="The address of its page.")
    files: list[EditionFile]


class EditionList(Shown):
    """Editions, the newest first. ``next`` is the address of those before them."""

    publications: list[EditionShown]
    next: str | None = None


class KeptReport(Shown):
    """A report of the library."""

    id: str = Field(description="What a comparison names it by.")
    title: str
    services: list[str] = Field(examples=[["Halcyon"]])
    period: str = Field(examples=["2026-01-01/2026-06-30"])
    edition: str | None = Field(None, examples=["2026-02"])
    format: str = Field(examples=["dsa-report"])
    sha256: str = Field(description="The SHA-256 of the report.")
    made: str = Field(examples=["2026-11-30T10:00:00Z"])


class ReportList(Shown):
    """Reports of the library. ``next`` is the address of more."""

    reports: list[KeptReport]
    next: str | None = None
