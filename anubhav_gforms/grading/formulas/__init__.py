"""The formulas that both versions of the method share, as pure functions: a letter from a score, a variance, a share, a trend."""
