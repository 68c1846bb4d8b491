from typing import NamedTuple


class Recognised(NamedTuple):
    kind: str
    sentence: str
    parameters: tuple


def recognised(typed):
    return ()
