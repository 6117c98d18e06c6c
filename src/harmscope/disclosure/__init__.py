"""Disclosure control: what of exact tables may be published, and the attacker who checks it."""

from harmscope.disclosure.account import account
from harmscope.disclosure.cells import Cell, Place, Relation, Tables
from harmscope.disclosure.edition import Edition
from harmscope.disclosure.level import Level, level, levels, traits
from harmscope.disclosure.margins import tables
from harmscope.disclosure.plan import Proposal, proposals
from harmscope.disclosure.protect import Protected, protect
from harmscope.disclosure.showing import Shown, rounded, show

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
