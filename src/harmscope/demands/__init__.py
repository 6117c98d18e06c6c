"""The closed set of rule kinds.

Each is one class that says itself three times: in Python (``faults``, exact), as a test for the
compiler (``test``), and, where it can, in JSON Schema (``schema``).
"""

from harmscope.demands.base import NO_CONTEXT, Condition, Context, Demand, Schema
from harmscope.demands.codes import (
    CurrentCode,
    KeywordOfCategory,
    KnownCode,
    KnownScheme,
    ParentOf,
    VersionOfDay,
)
from harmscope.demands.conditions import (
    AllOf,
    Contains,
    Equals,
    Every,
    Present,
    StartsWith,
    When,
    Within,
)
from harmscope.demands.facets import FacetContradicted, FacetMissing
from harmscope.demands.numbers import AtMost, InRange, MakeWhole, SumOf
from harmscope.demands.presence import AtLeastOne, ForbiddenIf, RequiredIf
from harmscope.demands.text import CheckDigit, NotPersonal, NotPlaceholder
from harmscope.demands.times import (
    DayRange,
    InSequence,
    NotAfterClock,
    NotLonger,
    NotSentinel,
    Ordered,
    RealDate,
)
from harmscope.demands.values import CodeIn, Differ, NeverIf, Refers, Unique, ValueIf

__all__ = [
    "NO_CONTEXT",
    "AllOf",
    "AtLeastOne",
    "AtMost",
    "CheckDigit",
    "CodeIn",
    "Condition",
    "Contains",
    "Context",
    "CurrentCode",
    "DayRange",
    "Demand",
    "Differ",
    "Equals",
    "Every",
    "FacetContradicted",
    "FacetMissing",
    "ForbiddenIf",
    "InRange",
    "InSequence",
    "KeywordOfCategory",
    "KnownCode",
    "KnownScheme",
    "MakeWhole",
    "NeverIf",
    "NotAfterClock",
    "NotLonger",
    "NotPersonal",
    "NotPlaceholder",
    "NotSentinel",
    "Ordered",
    "ParentOf",
    "Present",
    "RealDate",
    "Refers",
    "RequiredIf",
    "Schema",
    "StartsWith",
    "SumOf",
    "Unique",
    "ValueIf",
    "VersionOfDay",
    "When",
    "Within",
]
