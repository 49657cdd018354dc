"""What the public sees. Only reads."""
