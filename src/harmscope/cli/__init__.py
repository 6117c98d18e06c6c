"""The command line: translates words into calls. No logic lives here."""
