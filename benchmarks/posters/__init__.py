"""A thousand posters: what they cost, beside what other ways of making them cost."""
