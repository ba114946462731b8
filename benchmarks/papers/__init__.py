"""Every station on every paper in every QR version: printed, or refused in words."""
