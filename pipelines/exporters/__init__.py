"""Exporters: committed articles, in commit order, out of the store into files."""
