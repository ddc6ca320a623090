"""Describing a new site: a draft of its record from a list page and an article page, and test pages from its articles."""
