"""The ledger: every response as it was first said, what happened to it afterwards, and what persons decided. Append-only, hashed."""
