"""For who screens and rates, and for business support: what waits, how urgent it is, whom to ask."""
