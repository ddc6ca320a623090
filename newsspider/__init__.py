"""newsspider: provincial news of mainland China, from web page to article record."""

__version__ = "0.1.0"
