"""From a ledger of a million and of ten million responses to letters: CPU, memory, and what a pandas groupby costs."""
