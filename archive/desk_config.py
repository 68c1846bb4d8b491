"""Makes the desk the admin of this project. Apart from it, for this is read before there are any tables."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, with the desk as its site."""

    default_site = "archive.admin_site.FondsDesk"
