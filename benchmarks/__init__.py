"""Measurements of the whole way from a page to an article: speed, memory, quality, and a fuzzer; see README.md."""
