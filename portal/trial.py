"""One visit to every part of the running demo, over HTTP, as each demo account."""


class Failed(Exception):
    """What did not answer as it should, as a sentence."""


def run(address: str, accounts: object, say: object) -> None: ...
