"""The ledger under load and under fire: against other stores, and against kill -9."""
