#!/usr/bin/env python
"""Run a command of the archive: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    """Hand the command line to Django; the demonstration prepares its own environment first."""
    if sys.argv[1:2] == ["demo"]:
        from archive.demonstration import environment

        environment.prepare(sys.argv[2:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
