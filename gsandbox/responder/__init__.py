"""The page on which people respond: shown, filled in, sent; and the page on which its owner edits it."""
