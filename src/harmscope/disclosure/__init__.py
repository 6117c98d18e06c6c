"""Disclosure control: what of exact tables may be published, and the attacker who checks it."""
