"""The search as readers see it: one request, answered as a page, a table, a timeline, a feed or data."""
