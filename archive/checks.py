"""What makes an archive unsafe or unusable in public, in words for whoever runs it."""

import re

from django.http.request import split_domain_port, validate_host

KEY_LENGTH = 50
ADDRESS = re.compile(r"https?://([\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")


def faults(
    *, debug: bool, secret_key: str, allowed_hosts: list[str], site_url: str, https: bool
) -> list[str]:
    """Return a sentence for every setting with which the archive must not start; none while DEBUG is on."""
    if debug:
        return []
    return [
        *_of_the_key(secret_key),
        *_of_the_hosts(allowed_hosts),
        *_of_the_address(site_url, allowed_hosts, https),
    ]


def _of_the_key(secret_key: str) -> list[str]:
    if not secret_key:
        return [
            f"SECRET_KEY is missing: set it to at least {KEY_LENGTH} random characters and keep it secret."
        ]
    if len(secret_key) < KEY_LENGTH or len(set(secret_key)) < 5:
        return [f"SECRET_KEY is too easy to guess: at least {KEY_LENGTH} random characters are needed."]
    return []


def _of_the_hosts(allowed_hosts: list[str]) -> list[str]:
    if not allowed_hosts:
        return ["ALLOWED_HOSTS is missing: name the hosts of the archive, for example archive.example.org."]
    if "*" in allowed_hosts:
        return ["ALLOWED_HOSTS must not be *: name the hosts of the archive, separated by commas."]
    return []


def _of_the_address(site_url: str, allowed_hosts: list[str], https: bool) -> list[str]:
    if not site_url:
        return ["SITE_URL is missing: set the public address, for example https://archive.example.org."]
    if not ADDRESS.fullmatch(site_url):
        return ["SITE_URL must be a scheme and a host only, for example https://archive.example.org."]
    scheme, _, rest = site_url.partition("://")
    host, _ = split_domain_port(rest)
    sentences = []
    if allowed_hosts and not validate_host(host, allowed_hosts):
        sentences.append("SITE_URL names a host that is not in ALLOWED_HOSTS: readers would be turned away.")
    if https and scheme == "http":
        sentences.append("SITE_URL begins with http:// while HTTPS is on: begin it with https://.")
    if not https and scheme == "https":
        sentences.append(
            "SITE_URL begins with https:// while HTTPS is off: set HTTPS=on, or cookies are unprotected."
        )
    return sentences
