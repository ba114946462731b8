"""What it costs to start."""
