"""What page and packs show alike: rows of tables, what is said of a station, the first screen. Values, not HTML and not PDF."""
