"""Photos of what hangs: codes found on walls, what was done to them, the contact sheet."""
