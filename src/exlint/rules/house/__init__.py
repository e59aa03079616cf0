"""Rules of house style, off by default."""
