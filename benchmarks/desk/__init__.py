"""The desk under load: 200 readers, a pull of 1,000 responses, a year of cases, and a simulated day."""
