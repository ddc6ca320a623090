"""The sections of the report, from top to bottom: each a function of the figures and the words."""
