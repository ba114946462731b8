"""Seeded citizens who respond to the form over HTTP, with a known true quality for every station."""
