"""The closed set of rule kinds.

Each is one class that says itself three times: in Python (``faults``, exact), as a test for the
compiler (``test``), and, where it can, in JSON Schema (``schema``). A new kind is a class in one of
the modules below, and its name in the ``__all__`` of that module.
"""

from harmscope.demands.base import *
from harmscope.demands.codes import *
from harmscope.demands.conditions import *
from harmscope.demands.facets import *
from harmscope.demands.numbers import *
from harmscope.demands.presence import *
from harmscope.demands.text import *
from harmscope.demands.times import *
from harmscope.demands.values import *
