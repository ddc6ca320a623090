"""Downloader middlewares: answers from archives, redirects kept at home, retries that wait."""
