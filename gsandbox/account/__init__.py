"""Which kind of Google account the sandbox stands for: a table of facts, and what hangs on it."""
