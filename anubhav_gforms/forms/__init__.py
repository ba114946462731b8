"""Questions → Google requests; wanted against existing → a plan; the registry of what was made."""
