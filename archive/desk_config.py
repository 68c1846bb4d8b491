"""Makes the desk the admin of this project. Apart from it, for this is read before there are any tables."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core.checks import CheckMessage, Tags, register


class DeskConfig(SimpleAdminConfig):
    """Django's admin, with the desk as its site.

    The desk is put together with the addresses (archive/urls.py): commands that show no page start without.
    """

    default_site = "archive.admin_site.FondsDesk"

    def ready(self) -> None:
        register(check_dependencies, Tags.admin)
        register(check_desk, Tags.admin)


def check_desk(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What Django has to say of the admin, once it is put together."""
    import_module(settings.ROOT_URLCONF)
    return check_admin_app(app_configs, **kwargs)
