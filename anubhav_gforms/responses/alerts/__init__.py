"""What came since the last look → cases and messages to the office, one rule an object."""
