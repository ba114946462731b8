"""How fast a whole response sheet becomes a typed frame, against the other Python clients, on one local server."""
