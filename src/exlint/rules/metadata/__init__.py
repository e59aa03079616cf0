"""Rules about the metadata list."""
