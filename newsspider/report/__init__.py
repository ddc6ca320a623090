"""The report: one HTML page about what was crawled, without a request to anywhere."""

from newsspider.report.figures import Figures, gather
from newsspider.report.page import page
from newsspider.report.scope import Scope, of_days, of_run

__all__ = ["Figures", "Scope", "gather", "of_days", "of_run", "page"]
