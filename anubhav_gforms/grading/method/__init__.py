"""The second version of the method, as functions from values to values; one noun a file, in the order of the arithmetic.

days → constants → score → districts → standing → letters; beside them review and alarms, money, areas and shares, rule_check,
effect, power and certificate.
"""
