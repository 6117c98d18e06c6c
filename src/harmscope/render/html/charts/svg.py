"""What the charts are made of: rows of labelled numbers in, a few SVG elements out.

Everything written into an element is escaped.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

_STEPS = ((1_000_000_000, "bn"), (1_000_000, "m"), (10_000, "k"))


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One labelled number. ``residual`` marks what is not known or not allocated."""

    label: str
    value: float
    shown: str
    residual: bool = False

    @property
    def brief(self) -> str:
        """The number in few characters, for narrow columns."""
        for step, sign in _STEPS:
            if self.value >= step:
                return f"{self.value / (1000 if sign == 'k' else step):.3g}{sign}"
        return self.shown.replace("at least ", "≥ ").replace("about ", "≈ ")


def element(name: str, *inside: str | Markup, **attributes: object) -> Markup:
    """One element; ``class_`` and other names give their underscore up or turn it into a hyphen."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not inside:
        return Markup(f"<{name}{pairs}/>")  # noqa: S704 - name is ours, values are escaped
    return Markup(f"<{name}{pairs}>{join(inside)}</{name}>")  # noqa: S704 - parts are escaped


def join(parts: Iterable[str | Markup]) -> Markup:
    """Parts after one another; text among them is escaped."""
    return Markup("").join(parts)


def share(part: float, whole: float) -> str:
    """``part`` of ``whole`` as a percentage for a width or place, to two digits."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"


def decoration(*inside: str | Markup, **attributes: object) -> Markup:
    """An ``svg`` that only repeats what stands beside it as text: hidden from screen readers."""
    return element("svg", *inside, aria_hidden="true", focusable="false", **attributes)
