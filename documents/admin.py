"""Where the admin looks for the desk; each part of it registers itself."""

from documents.desk import authorities, document

__all__ = ["authorities", "document"]
