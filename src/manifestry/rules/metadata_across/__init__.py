"""M3: client metadata that is odd beside that of the other items."""
