"""exlint: the linter for collections of Markdown cards."""

__version__ = "0.1.0"
