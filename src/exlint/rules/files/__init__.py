"""Rules about files, before they are cards."""
