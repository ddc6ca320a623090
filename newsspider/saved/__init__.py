"""Saved pages and archives read: extract, pages of one article joined, stored articles read again."""
