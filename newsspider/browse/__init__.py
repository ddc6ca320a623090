"""Reading the store in a web browser: a browsing database beside it, served read-only by Datasette on loopback."""
