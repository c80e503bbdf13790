"""What people read of many cases at once: each asks who may know of a case before it is shown or counted."""
