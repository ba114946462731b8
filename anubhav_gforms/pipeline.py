"""The story in reading order, one function a verb. Each takes values and a gateway, and gives back what happened.

stations.csv + config → form → links → posters        setup_forms, make_posters
responses → ledger → cube → grades → report           pull, grade, write_report
"""
