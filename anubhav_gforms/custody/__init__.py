"""Chain of custody: everything of a campaign in one sealed file, and back again; whether an old state is part of today's books."""
