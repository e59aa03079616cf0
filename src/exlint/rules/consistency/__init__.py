"""Rules that hold the parts of a card against each other."""
