"""From records to a report."""
