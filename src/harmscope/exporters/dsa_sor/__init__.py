"""Statements of reasons, as the EU database's batch interface takes them."""

from harmscope.exporters.dsa_sor.exporter import DSA_SOR

__all__ = ["DSA_SOR"]
