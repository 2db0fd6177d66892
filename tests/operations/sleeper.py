"""A program that does nothing for a minute."""

import time

print("asleep", flush=True)  # noqa: T201
time.sleep(60)
