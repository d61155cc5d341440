"""All that is done to a finished PDF: the only door to pikepdf."""
