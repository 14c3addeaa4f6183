"""`python -m manifestry` is `manifestry`."""

from manifestry.cli.main import main

if __name__ == "__main__":
    main()
