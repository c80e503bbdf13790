"""What people see and do: handlers, cards, and the surfaces that carry them."""
