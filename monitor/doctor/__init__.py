"""What works here and what does not: asked by the command `doctor` and by the desk's page of the system."""
