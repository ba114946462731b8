"""Where anubhav begins: the command, and python -m anubhav_gforms."""

import sys


def main() -> None:
    """Run the command line. Ctrl-C before it is loaded ends it without a word: nothing was begun."""
    try:
        from .cli import main as run  # loading it takes most of what a short command takes

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
