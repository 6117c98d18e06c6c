"""Metrics of synthetic media: what was flagged and authorised, consent, licences."""

from typing import Any, Final

import ibis
from ibis import _

from harmscope.metrics.metric import RECORDS, Metric, Share

_REGIMES: Final = (
    "Privacy authorities' joint statement of 23 February 2026",
    "EU AI Act, Article 50",
)
_MADE: Final = ["altered", "generated", "synthetic"]
_HARMS: Final = [
    "csea.csam-synthetic",
    "defamation.synthetic",
    "likeness.synthetic",
    "misinformation.synthetic",
    "ncii.synthetic",
]
_NO: Final = ibis.literal(value=False)
_BY_HARM: Final = _.harm.isin(_HARMS).fill_null(_NO)
_SYNTHETIC: Final = _.ai_involvement.isin(_MADE).fill_null(_NO) | _BY_HARM
_MAYBE: Final = (_.ai_involvement.isnull() | (_.ai_involvement == "unknown")) & ~_BY_HARM
"""Nothing says whether the content was made or altered by a machine."""

_FLAGGED: Final = _.flagged & _.reviewed
_AUTHORISED: Final = (_.no_harm == "authorised").fill_null(_NO)
_GIVEN: Final = (_.consent_distribution == "given").fill_null(_NO)
_NOBODY: Final = (_.real_person == "no").fill_null(_NO)
"""No real person is shown who could consent."""

_UNSAID: Final = "{} cases do not say it and are not counted."


def _cases(name: str, title: str, where: Any, weak: Any, definition: str, *needs: str) -> Metric:
    return Metric(
        id=f"synthetic.{name}",
        title=title,
        unit="incidents",
        table="incident",
        how=RECORDS,
        where=where,
        weak=weak,
        weak_note=_UNSAID,
        definition=definition,
        regimes=_REGIMES,
        needs=("generation", *needs),
    )


SYNTHETIC: Final[tuple[Metric, ...]] = (
    _cases(
        "cases",
        "Cases of synthetic media",
        _SYNTHETIC,
        _MAYBE,
        "Cases of the period about media that a machine made or altered, or whose harm says so.",
    ),
    _cases(
        "reviewed",
        "Flagged cases of synthetic media that were looked at",
        _SYNTHETIC & _FLAGGED,
        _MAYBE & _FLAGGED,
        "Cases of synthetic media of the period that somebody outside reported, and in which "
        "something was decided or no harm was found.",
    ),
    _cases(
        "found_no_harm",
        "Flagged cases of synthetic media that were no harm",
        _SYNTHETIC & _FLAGGED & _.no_harm.notnull(),
        (_MAYBE & _FLAGGED & _.no_harm.notnull())
        | (_SYNTHETIC & _FLAGGED & ~_.acted & _.no_harm.isnull()),
        "Flagged cases of synthetic media that were looked at and found to be no harm. A case in "
        "which nothing was done does not say by itself that it was none.",
    ),
    _cases(
        "found_authorised",
        "Flagged cases of synthetic media that were authorised",
        _SYNTHETIC & _FLAGGED & _AUTHORISED,
        (_MAYBE & _FLAGGED & _AUTHORISED) | (_SYNTHETIC & _FLAGGED & ~_.acted & _.no_harm.isnull()),
        "Flagged cases of synthetic media that were looked at and found to be made or shared by "
        "right: the maker's own material, or covered by consent or a licence.",
    ),
    Metric(
        id="synthetic.authorised_share",
        title="Share of flagged synthetic media that was authorised",
        unit="share",
        table="incident",
        how=Share("synthetic.found_authorised", "synthetic.reviewed"),
        definition=(
            "Flagged cases of synthetic media that were found to be authorised, over all flagged "
            "cases of synthetic media that were looked at."
        ),
        regimes=_REGIMES,
        pooling="from_records",
        needs=("generation",),
    ),
    _cases(
        "consented",
        "Cases of synthetic media shared with consent",
        _SYNTHETIC & _GIVEN,
        (_MAYBE & _GIVEN) | ((_SYNTHETIC | _MAYBE) & ~_NOBODY & _.consent_distribution.isnull()),
        "Cases of synthetic media in which the person shown had consented to the sharing.",
        "consent",
    ),
    _cases(
        "licensed",
        "Cases of synthetic media that name a licence",
        _SYNTHETIC & _.licence.notnull(),
        _MAYBE & _.licence.notnull(),
        "Cases of synthetic media whose record names the licence under which a likeness was used.",
        "consent",
    ),
)
