"""`python -m newsspider`: the command, also where its script is not on the PATH."""

import sys

if __name__ == "__main__":
    try:
        from newsspider.cli import main

        main(prog_name="newsspider")
    except KeyboardInterrupt:  # while the program was still being loaded
        sys.exit(130)
