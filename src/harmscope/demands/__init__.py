"""The closed set of rule kinds: each says itself in Python and, where it can, in JSON Schema."""

from harmscope.demands.at_least_one import AtLeastOne
from harmscope.demands.base import NO_CONTEXT, Condition, Context, Demand, Schema
from harmscope.demands.check_digit import CheckDigit
from harmscope.demands.code_in import CodeIn
from harmscope.demands.conditions import AllOf, Contains, Equals, Present, StartsWith
from harmscope.demands.day_range import DayRange
from harmscope.demands.differ import Differ
from harmscope.demands.every import Every
from harmscope.demands.forbidden_if import ForbiddenIf
from harmscope.demands.free_text import NotPersonal, NotPlaceholder
from harmscope.demands.harm_facets import FacetContradicted, FacetMissing
from harmscope.demands.native_code import CurrentCode, KnownCode, KnownScheme, ParentOf
from harmscope.demands.not_value import NotAfterClock, NotSentinel, NotValue
from harmscope.demands.numbers_ import AtMost, SumOf
from harmscope.demands.ordered import InSequence, NotLonger, Ordered
from harmscope.demands.real_date import RealDate
from harmscope.demands.refers import Refers
from harmscope.demands.required_if import RequiredIf
from harmscope.demands.shares import InRange, MakeWhole
from harmscope.demands.statement_codes import KeywordOfCategory, VersionOfDay
from harmscope.demands.unique import Unique
from harmscope.demands.value_if import NeverIf, ValueIf
from harmscope.demands.when import When
from harmscope.demands.within import Within

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
    "NotValue",
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
