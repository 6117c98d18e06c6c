"""The page ``docs/api.md``: every public name with its signature, its words and its example."""

import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import harmscope

TAXONOMY = ("search", "show", "map_codes", "carry", "systems", "harm")
"""Functions of ``hs.taxonomy`` that the page shows."""

_HEAD = """\
<!-- Written by `make generate` from the docstrings. -->

# harmscope from Python

```python
import harmscope as hs
```

Importing it is light: what a function needs is loaded when it is called. Each function takes what
the command of the same name takes, and prints nothing. Wrong use and files that cannot be read
raise `hs.UserError`, whose text says what is wrong and what to do.

Every result can do the same: `str(result)` is what the command prints, `to_pandas()` gives a data
frame (needs pandas: `pip install 'harmscope[report]'`), `to_dict()` the JSON, `write(path)` the
files. In a notebook it shows its first rows. Names that are not on this page may change.
"""

_EXAMPLE = "Example::"


def api_page() -> str:
    """The page as Markdown."""
    return "\n".join(_lines()) + "\n"


def examples() -> dict[str, str]:
    """The code of the example of each public function, by its name."""
    found = {name: _parts(_doc(getattr(harmscope, name)))[1] for name in functions()}
    return {name: code for name, code in found.items() if code}


def functions() -> list[str]:
    """The public functions, in the order of their names."""
    return [name for name in harmscope.__all__ if inspect.isfunction(getattr(harmscope, name))]


def classes() -> list[str]:
    """The public classes of results, in the order of their names."""
    named = [name for name in harmscope.__all__ if inspect.isclass(getattr(harmscope, name))]
    return [name for name in named if name.endswith("Result")]


def _lines() -> Iterator[str]:
    yield _HEAD
    yield "## Functions"
    for name in functions():
        yield from _function(f"hs.{name}", getattr(harmscope, name))
    yield from ("", "## hs.taxonomy", "", "Harm categories, other systems of codes, crosswalks.")
    for name in TAXONOMY:
        yield from _function(f"hs.taxonomy.{name}", getattr(harmscope.taxonomy, name))
    yield from ("", "## Results")
    for name in classes():
        yield from _class(name, getattr(harmscope, name))


def _function(name: str, function: Any) -> Iterator[str]:
    words, code = _parts(_doc(function))
    yield from ("", f"### {name}", "", "```python", _signature(name, function), "```", "", words)
    if code:
        yield from ("", "```python", code, "```")


def _signature(name: str, function: Any) -> str:
    found = inspect.signature(function)
    given = [_short(str(one)) for one in found.parameters.values()]
    stars = [one.kind is inspect.Parameter.KEYWORD_ONLY for one in found.parameters.values()]
    if any(stars):
        given.insert(stars.index(True), "*")
    back = _short(inspect.formatannotation(found.return_annotation))
    line = f"{name}({', '.join(given)}) -> {back}"
    if len(line) <= 88:
        return line
    return "\n".join([f"{name}(", *(f"    {one}," for one in given), f") -> {back}"])


def _short(text: str) -> str:
    """A type without the modules that its parts come from."""
    text = re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Z])", "", text.replace("'", '"'))
    places = "str | PathLike[str]"
    editions = f"{places} | ReportResult | ReadResult"
    return text.replace(editions, "Edition").replace(places, "Place").replace("str | Path", "Place")


def _class(name: str, found: Any) -> Iterator[str]:
    yield from ("", f"### hs.{name}", "", _parts(_doc(found))[0], "")
    for member, value in vars(found).items():
        if member.startswith("_") or not (inspect.isfunction(value) or _is_property(value)):
            continue
        call = "" if _is_property(value) else "()"
        shown = "(path)" if member == "write" else call
        yield f"- `{member}{shown}`: {_flow(_doc(value))}"


def _is_property(value: object) -> bool:
    return isinstance(value, property)


def _doc(thing: Any) -> str:
    return inspect.getdoc(thing) or ""


def _parts(doc: str) -> tuple[str, str]:
    """The words of a docstring in Markdown, and the code of its example."""
    words, _, code = doc.partition(_EXAMPLE)
    return _markdown(words.strip()), textwrap.dedent(code).strip()


def _flow(doc: str) -> str:
    return " ".join(_markdown(doc).split())


def _markdown(text: str) -> str:
    text = re.sub(r":(?:class|mod|func|meth|attr):`~?(?:[\w.]*\.)?(\w+)`", r"`\1`", text)
    return text.replace("``", "`")
