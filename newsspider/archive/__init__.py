"""Archives of fetched pages: WARC files written while a crawl runs, an index beside each, and both read back."""
