"""Every command that writes, killed and failed at, over and over: nothing lost, nothing twice."""
