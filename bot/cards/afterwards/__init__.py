"""What leaves the hub: replies to whoever referred or asked, copies, and subject access."""
