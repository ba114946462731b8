"""How much of what must not leave the IG office is found in messages, and how much else is taken out with it."""
