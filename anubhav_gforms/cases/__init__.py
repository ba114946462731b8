"""The case book: what an alert, a message or a flag asks the office to follow to its end. Append-only, for several officers at once.

case.py   what a case is: matter, owner by role, due day, steps, outcome; and the book of all of them
book.py   data/cases.jsonl: cases are opened, noted, assigned, closed and reopened there
looks.py  data/looks.jsonl: who opened which response
praise.py data/praise.jsonl: whom praise names, on how many days, and letters of commendation
"""
