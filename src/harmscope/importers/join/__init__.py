"""Events of a platform's log become notices and incidents: spooled, sorted, folded, written."""
