"""Which kind of Google account the sandbox stands for: whose it is, a table of facts, and what hangs on it."""

OWNER_EMAIL = "owner@sandbox.invalid"
OWNER_ID = "10000000000000000001"
SHARED_DRIVE = "0AKsandboxOfficeUk9PVA"
