"""The search: what readers can see, found by words and facets. Derived from the current versions alone.

`cards` makes of a version what the index holds, `index` opens this machine's, `catching_up` keeps it up with
the chain; `request` is what a reader asks for, `clauses` puts it in the engine's words, `finding` answers.
"""
