"""Rules over all cards."""
