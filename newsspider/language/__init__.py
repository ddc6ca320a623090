"""The newsroom's language: what the words of a line of date, source and names mean. No HTML, no Scrapy; nothing of a page's place."""
