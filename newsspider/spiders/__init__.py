"""Spiders: fetch, hand to pages/, yield drafts. Each also runs under plain `scrapy crawl`."""
