"""Counters, the log, Prometheus figures."""
