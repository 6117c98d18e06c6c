"""A published report against the records it should stand on, cell by cell."""

from harmscope.reconciliation.reconcile import Cell, Reconciliation, reconcile

__all__ = ["Cell", "Reconciliation", "reconcile"]
