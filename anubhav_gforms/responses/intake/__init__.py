"""From the response sheet, the form's own list or a CSV to typed rows, compared with what the ledger has."""
