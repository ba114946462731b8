"""How much spoiling a printed code survives, by size and error correction."""
