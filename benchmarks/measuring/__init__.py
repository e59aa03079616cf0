"""What `benchmarks/accuracy.py` measures with: cards as text, defects planted in them, scores and reports."""
