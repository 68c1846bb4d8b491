"""Signs of health."""

import pytest


def test_the_process_is_alive_without_a_database(client):
    reply = client.get("/healthz")
    assert (reply.status_code, reply.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_the_archive_is_ready_when_every_migration_is_applied(client):
    reply = client.get("/readyz")
    assert (reply.status_code, reply.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_the_archive_is_not_ready_while_a_migration_waits(client):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    reply = client.get("/readyz")
    assert (reply.status_code, reply.content) == (503, b"migrations are not applied\n")
    assert reply["Retry-After"] == "10"


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE"])
def test_signs_of_health_are_only_read(client, address, method):
    assert client.generic(method, address).status_code == 405
