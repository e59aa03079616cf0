"""Rules about words and punctuation."""
