"""How fast the sandbox is, beside the least that any server of its kind must do."""
