"""python -m exporttrack"""

from exporttrack.cli import main

if __name__ == "__main__":
    main()
