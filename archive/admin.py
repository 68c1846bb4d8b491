"""Where the admin looks for what the project itself adds to the desk."""

from archive import users

__all__ = ["users"]
