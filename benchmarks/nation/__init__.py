"""A nation: 17,500 stations, 36 months, 50 million responses in the lake's layout; the cube by DuckDB and by Spark, and one state's report."""
