"""One crawl from command to exit code: units, runner, single URLs, what follows a crawl."""
