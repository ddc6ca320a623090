"""Whole news pages around printed newsroom lines, invented, with their answers."""

from benchmarks.newsroom_pages.building import Base, Page, build

__all__ = ["Base", "Page", "build"]
