"""What the weekly range report costs, artefact by artefact, beside tables written the plain way."""
