"""A decision: put forward, approved or returned, and not accepted by somebody."""
