"""Disclosure control: what of exact tables may be published, and the attacker who checks it."""

from harmscope.disclosure.account import account
from harmscope.disclosure.cells import Cell, Place, Relation, Tables, tables
from harmscope.disclosure.level import Level, level, levels, traits
from harmscope.disclosure.presentation import Edition, Shown, rounded, show
from harmscope.disclosure.protect import Proposal, Protected, proposals, protect

__all__ = [
    "Cell",
    "Edition",
    "Level",
    "Place",
    "Proposal",
    "Protected",
    "Relation",
    "Shown",
    "Tables",
    "account",
    "level",
    "levels",
    "proposals",
    "protect",
    "rounded",
    "show",
    "tables",
    "traits",
]
