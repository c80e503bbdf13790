"""What whoever refers fills in and reads, and how what was told is shown."""
