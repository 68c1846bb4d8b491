"""The reading room: the public pages, made from versions, entries and listings alone."""
