"""`newsspider.extraction.read_article`: the name under which the README documents it; see `saved/extract.py`."""

from newsspider.saved.extract import read_article as read_article
