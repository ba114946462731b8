"""What may leave the office: messages without names and numbers, grades of full lots, and what is removed for good."""
