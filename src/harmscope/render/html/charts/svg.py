"""The few SVG elements that the charts are made of. Everything written into them is escaped."""

from collections.abc import Iterable

from markupsafe import Markup, escape


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
