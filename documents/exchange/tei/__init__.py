"""TEI P5: what the archive sends out, and reads again without a loss. Pure: no Django, no tables."""
