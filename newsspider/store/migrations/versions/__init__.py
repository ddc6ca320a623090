"""One script a version, named for it."""
