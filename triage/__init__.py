"""The rules: pure Python. No I/O, no wall clock, no framework; codes and values, never sentences."""
