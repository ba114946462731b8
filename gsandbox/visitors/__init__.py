"""Seeded citizens who answer the form over HTTP, with a known true quality for every station."""
