"""The ledger: every answer as it was first said, what happened to it afterwards, and what persons decided. Append-only, hashed."""
