"""Forms v1: forms as Google keeps them, edits in batches, publishing, responses, the link to a sheet."""
