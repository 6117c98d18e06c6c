"""Why reports cannot say whether a claim holds."""


class UndecidedError(Exception):
    """The reports cannot say: ``axis`` decides, ``reason`` says how."""

    def __init__(self, axis: str, reason: str) -> None:
        super().__init__(f"{axis}: {reason}")
        self.axis = axis
        self.reason = reason
