"""Pasting into the document form: what is pasted is read, shown with the place of every piece, and filled in.

Nothing is saved here: “Use these” opens the form with what was proposed, and the editor saves as always.
"""
