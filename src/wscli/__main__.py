"""`python -m wscli`: the same front door as the console script."""

from wscli.app import main

if __name__ == "__main__":
    raise SystemExit(main())
