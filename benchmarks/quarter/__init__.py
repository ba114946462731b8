"""The clerk's quarter played for long."""
