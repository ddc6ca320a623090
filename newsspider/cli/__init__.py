"""The `newsspider` command. Its parts start only what they need: `extract` loads no Scrapy.

Exit codes: 0 done; 1 done, but something asked for gave no article; 2 wrong usage (unknown outlet, not a URL);
3 a site record or the configuration is wrong; 4 an input file cannot be read; 5 the output or database cannot be written;
6 another run is crawling the outlet; 7 the run's monitors found something broken; 8 a notification could not be sent;
9 newsspider itself failed; 130 broken off with Ctrl-C.
"""

try:
    from newsspider.cli.commands import main
except KeyboardInterrupt:  # Ctrl-C while the program is still being loaded
    raise SystemExit(130) from None

__all__ = ["main"]
