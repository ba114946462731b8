"""Station codes, their signature, prefilled links and the QR symbol."""
