"""Alembic's scripts that upgrade the tables of older versions, one a version; `newsspider.store.versions` runs them."""
