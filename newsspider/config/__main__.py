"""`python -m newsspider.config` prints the tables of docs/configuration.md."""

from newsspider.config.telling import keys_page

print(keys_page())  # noqa: T201 this is the command that writes the page
