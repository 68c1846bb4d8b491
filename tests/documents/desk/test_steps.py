"""A reference as deep as the vocabulary of levels is entered at once; steps that say nothing are folded."""

import pytest

from documents import history
from documents.models import Level

pytestmark = pytest.mark.django_db


def folded(page: str) -> str:
    return page.partition('class="more-steps"')[2].partition("</details>")[0]


def test_a_path_through_all_levels_is_entered_at_once(sheet, sheet_of):
    levels = list(Level.objects.values_list("code", flat=True))
    assert len(levels) == 8
    sheet.write(title="T")
    for number, level in enumerate(levels):
        assert f"archival_references-0-parts_{2 * number}" in sheet.data
        sheet.fill({f"archival_references-0-parts_{2 * number}": level})
        sheet.fill({f"archival_references-0-parts_{2 * number + 1}": f"No. {number}"})
    document = sheet.hand_in().url.split("/")[-3]
    parts = history.snapshot(document).document.archival_references[0].parts
    assert [(part.level, part.value) for part in parts] == [
        (level, f"No. {number}") for number, level in enumerate(levels)
    ]
    assert sheet_of(document).hand_in().status_code == 302
    assert history.revisions(document).count() == 1


def test_steps_that_say_something_are_never_folded(sheet):
    page = sheet.client.get(sheet.address).content.decode()
    assert 'name="archival_references-0-parts_8"' in folded(page)
    assert 'name="archival_references-0-parts_7"' not in folded(page)
    wrong = sheet.fill({"archival_references-0-parts_9": "without a level"}).hand_in().content.decode()
    assert 'name="archival_references-0-parts_9"' not in folded(wrong)
    assert 'name="archival_references-0-parts_10"' in folded(wrong)
