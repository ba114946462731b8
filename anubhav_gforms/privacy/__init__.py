"""What may leave the office: messages without names and numbers, grades of full groups of five, and what is removed for good."""
