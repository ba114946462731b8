"""Tables → HTML, CSV and JSON that people read."""
