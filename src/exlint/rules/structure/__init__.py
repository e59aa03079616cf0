"""Rules about titles, sections and lists."""
