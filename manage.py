#!/usr/bin/env python3
import os
import sys

from django.core.management import execute_from_command_line

from servers.embedded import CannotStart

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except CannotStart as problem:
        sys.exit(str(problem))
