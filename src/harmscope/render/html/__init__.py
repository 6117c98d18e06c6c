"""Pages of HTML: one file each, without scripts and without requests to anywhere."""
