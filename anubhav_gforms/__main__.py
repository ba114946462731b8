"""python -m anubhav_gforms is anubhav."""

from .cli import main

main()
