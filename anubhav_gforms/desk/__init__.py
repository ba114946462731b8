"""The desk: what comes in, in a browser, for the IG's office, the SPs and analysts, each as far as they may see.

board.py        what is known now, made once for each state of the files
feed.py         ledger → what came in the last weeks, a row an answer, without texts
tallies.py      today and the running week, beside what is usual
parts.py        of very many stations: ranges and districts, of which one is shown at a time
views.py        board → the values of each page
roles.py        who sits at the desk, and what each may open
accounts.py     the private file of accounts and its argon2 hashes
sessions.py     session ids, the lock after wrong passwords, once-keys
guard.py        host names, origins, headers and the content policy, before everything else
web.py          one request and its reply; the stream that says what is new
login.py        in and out
casework.py     cases, and single answers behind the password
praisework.py   praise that names somebody, and letters
app.py          which address shows what
pages.py, pages/  templates, style and script
metrics.py      numbers for a Prometheus
server.py       uvicorn, with short patience
certificate.py  TLS in the office
shortcut.py     the icon that opens the desk
"""
