"""A small Google of our own: Forms, Sheets, Drive and the responder page on loopback."""
