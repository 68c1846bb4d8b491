"""`manage.py demo`: an archive to look at, in one command."""

import socket
from argparse import ArgumentParser
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # it has no types

from archive import assets
from archive.demonstration import environment


class Command(BaseCommand):
    """Makes the database, loads the demonstration archive and serves it until Ctrl-C.

    manage.py has set the environment by then; see archive/demonstration/environment.py.
    """

    help = "Makes the database, loads the demonstration archive, prints the log-ins and serves it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = f"{environment.HOST}:{environment.PORT}"
        parser.add_argument(
            "address", nargs="?", default=default, help=f"ADDRESS:PORT; {default} if not given"
        )
        parser.add_argument(
            "--password", help="for the four accounts; without it, one is drawn and printed once"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = environment.split(options["address"])
        refuse_taken(host, int(port))
        self._say("Making the database ready ...")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_demo", password=options["password"], stdout=self.stdout)
        assets.gather()
        # A connection must not be shared by the process that serves.
        connections.close_all()
        Server(
            f"{host}:{port}", lambda: self._say(f"The archive: {settings.SITE_URL}/ (stop with Ctrl-C)")
        ).run()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def refuse_taken(host: str, port: int) -> None:
    """Raises CommandError if nothing can be served at this address."""
    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    try:
        with closing(socket.socket(family)) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((bare, port))
    except (OSError, OverflowError) as error:
        raise CommandError(
            f"The archive cannot be served at {host}:{port} ({error}). "
            "Name another address or port, such as: demo 127.0.0.1:8001"
        ) from error


class Server(BaseApplication):
    """gunicorn, with one process and several threads, set up here instead of on its command line."""

    def __init__(self, address: str, ready: Any) -> None:
        self.options = {
            "bind": address,
            "workers": 1,
            "threads": 8,
            "worker_class": "gthread",
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda server: ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn for the settings."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Called by gunicorn for the application, in the process that serves it."""
        from archive.wsgi import application

        return application
