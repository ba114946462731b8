"""A small Google of our own: an HTTP server on loopback that replies like Forms v1, Sheets v4, Drive v3 and the form page.

It imports nothing of the toolkit, so that it cannot share the toolkit's mistakes. Everything lives in one World file.
"""
