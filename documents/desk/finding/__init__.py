"""Finding in the desk: the search of the readers over the desk's own copies, drafts included.

Its index is a folder of its own, which nothing that serves readers opens.
"""
