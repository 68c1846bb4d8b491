"""Parts of pages in Jinja: what they are given is escaped, and what they are not given is told."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template, engines
from jinja2 import UndefinedError

TEMPLATES = Path(settings.BASE_DIR, "templates")
PARTS = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.jinja"))
BARS = '{% load repeated %}{% repeated "reading/search/_bars.jinja" periods=periods %}'
HOSTILE = "<script>alert(\"1920\")</script> & '1921'"


def printed(**shown: object) -> str:
    return Template(BARS).render(Context(shown))


def test_every_sign_of_what_a_part_is_given_is_escaped_once():
    bars = [{"count": 0, "name": HOSTILE, "width": 1, "unit": "documents"}]
    html = printed(periods={"bars": bars, "is_repeating": False})
    name = "&lt;script&gt;alert(&#34;1920&#34;)&lt;/script&gt; &amp; &#39;1921&#39;"
    assert f'<span class="quiet">{name}</span>' in html
    assert '<svg class="bar"' in html


def test_what_a_part_was_not_given_is_told_and_not_left_blank():
    with pytest.raises(UndefinedError, match="'periods' is undefined"):
        engines["jinja2"].get_template("reading/search/_bars.jinja").render({})


@pytest.mark.parametrize("part", PARTS)
def test_a_part_includes_only_parts(part):
    source = (TEMPLATES / part).read_text()
    assert engines["jinja2"].get_template(part)
    assert {*re.findall(r'include "([^"]+)"', source)} <= {*PARTS}
