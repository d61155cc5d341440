"""publish: one Markdown manuscript becomes a pamphlet, an EPUB and files to translate."""

__version__ = "0.1.0"
