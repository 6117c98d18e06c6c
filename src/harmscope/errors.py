"""Errors that a caller can cause, and how they leave the house.

A :class:`UserError` names the place, the fault and the fix. It never carries a value out of the
data: these are records about people. The command line prints it as one line and exits with 2.
"""


class UserError(Exception):
    """Wrong use or unreadable input (exit code 2).

    ``where`` names a file, option or place, ``fault`` what is wrong, ``fix`` how to mend it.
    """

    def __init__(self, where: str, fault: str, fix: str) -> None:
        super().__init__(f"{where}: {fault}; {fix}")
        self.where = where
        self.fault = fault
        self.fix = fix

    def __reduce__(self) -> tuple[type["UserError"], tuple[str, str, str]]:
        """It passes from one process to another."""
        return type(self), (self.where, self.fault, self.fix)
