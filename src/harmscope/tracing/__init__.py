"""Traces a figure of a report down to the records that it was counted from."""
