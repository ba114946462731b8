"""The book of what was announced: releases of weeks and of texts, bands, rules and corrections. Append-only, every line bound to the one before."""
