"""What happens because time passes: each part looks at rows that are due, so that a restart repeats nothing."""
