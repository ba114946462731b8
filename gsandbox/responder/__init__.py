"""The page that people answer: shown, filled in, sent; and the page on which its owner edits it."""
