"""The editors' desk: forms, lists and pages of the admin."""
