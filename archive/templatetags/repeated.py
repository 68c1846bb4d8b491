"""Parts of pages that repeat by the hundred, such as the values of facets: their templates are in Jinja.

`{% repeated "reading/search/_hits.jinja" results=page.results %}` prints one (docs/adr/0020-jinja.md).
"""

from typing import Any

from django import template
from django.template import engines

register = template.Library()


@register.simple_tag
def repeated(name: str, **shown: Any) -> Any:
    """The part with this name, filled with what is to be shown.

    It says itself that it is HTML (`__html__`): Jinja has escaped all that it was given.
    """
    jinja: Any = engines["jinja2"]
    return jinja.env.get_template(name).make_module(shown)
