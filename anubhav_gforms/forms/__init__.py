"""Questions → Google requests; wanted against existing → a Plan; the registry of what was made."""
