"""Answers → a tidy frame; the ledger of every answer; what changed between two pulls."""
