"""Words for metrics that bring none with them."""


def title_of(metric: str) -> str:
    """Words for a metric's id: ``items.removed_share`` is ``Items: removed share``."""
    head, _, rest = metric.partition(".")
    words = rest.replace(".", ", ").replace("_", " ").replace("-", " ")
    return f"{head.capitalize().replace('_', ' ')}: {words}"
