"""The clerk's quarter: a machine that plays a calendar against the sandbox and every command, and laws that hold after each step."""
