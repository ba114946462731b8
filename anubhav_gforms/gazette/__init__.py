"""The book of what was announced: releases of weeks and of texts, bands, rules and corrections. Append-only, every line bound to the one before.

book.py     the file: entries, their chain of hashes, what is wrong with it
release.py  a week's grades → the entry of its release, and back to what the next week goes on from
bands.py    letters and their edges: announced ahead, in force from a quarter's first Monday
texts.py   which texts of citizens a person released, from which week on and how long they are shown
"""
