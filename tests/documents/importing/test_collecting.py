"""Garbage is looked for rarely while an import runs, and as ever afterwards."""

import gc

from documents.exchange.importing.collecting import RARELY, collecting_rarely


def test_of_two_that_run_at_once_the_last_brings_back_how_it_was():
    before = gc.get_threshold()
    first, second = collecting_rarely(), collecting_rarely()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] == RARELY
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before
