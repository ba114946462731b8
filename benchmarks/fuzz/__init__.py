"""Bytes from outside, thrown at every parser that meets them."""
