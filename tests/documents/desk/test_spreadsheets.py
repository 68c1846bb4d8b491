"""Spreadsheets before an editor: exported from a list, chosen, looked at, taken in, undone; or refused."""

import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models.signals import post_save

from documents import history
from documents.exchange.importing import batches
from documents.exchange.spreadsheets import exporting, keeping, read, write
from documents.models import Document, ImportBatch
from documents.snapshot import Signatory
from people.models import Person
from places.revisions import Revision
from tests.documents import builders

pytestmark = pytest.mark.django_db

SHEETS = "/admin/spreadsheets/"


def rows_of(response) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    sheet = read(response.content)
    return sheet.head, [dict(zip(sheet.head, cells, strict=True)) for _, cells in sheet.rows]


def out(client, kind: str, form: str = "csv", query: str = ""):
    response = client.get(f"{SHEETS}{kind}.{form}{query}")
    assert response.status_code == 200
    return rows_of(response)


def choose(client, kind: str, data: bytes, name: str = "sheet.csv"):
    return client.post(f"{SHEETS}{kind}/", {"file": SimpleUploadedFile(name, data)})


def sent(client, kind: str, head, rows, form: str = "csv"):
    """Chooses a file with these rows and opens the page of what would happen."""
    data = write(tuple(head), [[row.get(name, "") for name in head] for row in rows], form)
    answer = choose(client, kind, data, f"sheet.{form}")
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer.url)


def take_in(client, page, **posted):
    """Says yes to what the page shows."""
    return client.post(
        page.request["PATH_INFO"], {"act": "take in", "digest": page.context["plan"].digest, **posted}
    )


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_editor_changes_documents_in_a_spreadsheet(at_desk, form):
    client = at_desk("editor")
    one, other = builders.saved(title="On the mill"), builders.saved(title="On the ford")
    head, rows = out(client, "documents", form)
    assert {row["public_id"] for row in rows} == {one, other}
    changed = next(row for row in rows if row["public_id"] == one)
    changed["title"] = "On the lower mill"
    rows.append({"title": "On the bridge"})
    page = sent(client, "documents", head, rows, form)
    assert "all rows: 3" in words(page)
    assert "changed: 1" in words(page)
    assert "new: 1" in words(page)
    assert "lower" in words(page)
    assert history.latest("document", one).number == 1  # looking saves nothing
    answer = take_in(client, page)
    batch = ImportBatch.objects.get()
    assert answer.url == f"/admin/import/{batch.pk}/"
    assert history.snapshot(one).document.title == "On the lower mill"
    made = Revision.objects.filter(batch=batch.batch)
    assert {revision.user for revision in made} == {client.user}
    assert sorted(revision.number for revision in made) == [1, 2]
    report = client.get(answer.url)
    new = Document.objects.get(title="On the bridge").pk
    assert f"/admin/documents/document/{new}/change/" in words(report)
    assert f"/admin/documents/document/{one}/change/" in words(report)


def test_what_was_taken_in_can_be_undone(at_desk):
    client = at_desk("publisher")
    ident = builders.saved(title="On the mill")
    page = sent(
        client,
        "documents",
        ["public_id", "title"],
        [{"public_id": ident, "title": "Other"}, {"title": "New"}],
    )
    report = take_in(client, page).url
    assert "1 document would be deleted." in words(client.get(f"{report}undo/"))
    batch = ImportBatch.objects.get()
    batches.follow_undoing(batch, batch.user, "")
    assert history.snapshot(ident).document.title == "On the mill"
    assert not Document.objects.filter(title="New").exists()


def test_the_export_holds_what_the_list_shows(at_desk):
    client = at_desk("editor")
    builders.saved(title="On the mill")
    ford = builders.saved(title="On the ford", signatories=(Signatory(key="sign0001", name_as_signed="Ada"),))
    listed = client.get("/admin/documents/document/?q=ford&o=1")
    assert f"{SHEETS}documents/?o=1&amp;q=ford" in listed.content.decode()
    assert [row["public_id"] for row in out(client, "documents", query="?q=ford&o=1")[1]] == [ford]
    assert [row["name_as_signed"] for row in out(client, "signatories", query="?q=ford")[1]] == ["Ada"]
    assert client.get(f"{SHEETS}documents.csv?secret__startswith=a").status_code in (400, 404)
    assert "Signatories of 1 document, as the list is narrowed" in words(
        client.get(f"{SHEETS}signatories/?q=ford")
    )


def test_more_than_can_be_taken_in_again_is_not_exported(at_desk, monkeypatch):
    client = at_desk("editor")
    builders.person(), builders.person()
    monkeypatch.setattr(exporting, "MOST_ROWS", 1)
    answer = client.get(f"{SHEETS}people.csv?q=Ada", follow=True)
    assert answer.request["QUERY_STRING"] == "q=Ada"
    assert "Narrow the list first" in words(answer)


def test_a_file_that_says_nothing_new_changes_nothing(at_desk):
    client = at_desk("editor")
    builders.saved()
    page = sent(client, "documents", *out(client, "documents"))
    assert "the archive says already what this file says" in words(page)
    assert take_in(client, page).status_code == 409
    assert not ImportBatch.objects.exists()


def test_a_file_with_a_fault_tells_row_and_column_and_is_not_taken_in(at_desk):
    client = at_desk("editor")
    page = sent(
        client,
        "documents",
        ["public_id", "title", "date_edtf"],
        [{"title": "A"}, {"title": "B", "date_edtf": "x"}],
    )
    assert "1 row cannot be taken in as it is" in words(page)
    assert '<th scope="row">3</th> <td class="what">faulty</td>' in words(page)
    assert "<strong>date_edtf</strong>" in words(page)
    assert "Import these" not in words(page)
    assert take_in(client, page).status_code == 409
    assert not Document.objects.exists()


def test_a_column_that_is_not_known_can_be_named(at_desk):
    client = at_desk("editor")
    page = sent(client, "people", ["public_id", "Surname"], [{"Surname": "Ada Example"}])
    assert "None of its columns says anything" in words(page)
    answer = client.post(page.request["PATH_INFO"], {"act": "columns", "column-2": "name"})
    page = client.get(answer.url)
    assert "as you have chosen" in words(page)
    take_in(client, page)
    assert Person.objects.get().name == "Ada Example"


def test_a_new_row_with_the_name_of_somebody_who_is_here_is_told_with_a_link(at_desk):
    client = at_desk("editor")
    here = builders.person("Ada Example", born="1870")
    head = ["public_id", "name", "born", "Remarks of ours"]
    rows = [{"name": "Ada Example"}, {"name": "Ada Example", "born": "1900"}, {"name": "Somebody Else"}]
    page = sent(client, "people", head, rows)
    assert "1 new row has the name of a record that is here." in words(page)
    assert f'Possibly the same as <a href="/admin/people/person/{here}/change/">{here}</a>.' in words(page)
    assert words(page).count("Possibly the same") == 1
    assert "“<bdi>Remarks of ours</bdi>”" in words(page).partition("Import these 3 rows")[0]
    assert "Import this row" in words(sent(client, "people", head, rows[2:]))


def test_the_namesakes_of_many_rows_are_looked_up_at_once(at_desk, django_assert_max_num_queries):
    client, head = at_desk("editor"), ["public_id", "name"]
    for n in range(30):
        builders.person(f"Person {n}")
    page = sent(client, "people", head, [{"name": f"Person {n}"} for n in range(30)])
    assert "30 new rows have the name of a record that is here." in words(page)
    with django_assert_max_num_queries(40):
        client.get(page.request["PATH_INFO"])


def test_what_was_saved_since_is_shown_and_not_overwritten(at_desk):
    client = at_desk("editor")
    ident = builders.saved(title="On the mill", summary="Old")
    rows = [{"public_id": ident, "title": "Mine"}]
    page = sent(client, "documents", ["public_id", "title"], rows)
    builders.changed(ident, title="Theirs")
    answer = take_in(client, page)
    assert answer.status_code == 409
    assert "The archive has changed since you looked at this" in words(answer)
    assert "Theirs" in words(answer)
    assert history.snapshot(ident).document.title == "Theirs"
    assert take_in(client, answer).status_code == 302
    assert history.snapshot(ident).document.title == "Mine"


def test_a_file_is_taken_in_once(at_desk):
    client = at_desk("editor")
    page = sent(client, "people", ["public_id", "name"], [{"name": "Ada"}])
    take_in(client, page)
    again = client.post(page.request["PATH_INFO"], {"act": "take in", "digest": "x"}, follow=True)
    assert "not there any more" in words(again)
    assert Person.objects.count() == 1


def test_a_failure_leaves_the_file_to_be_tried_again(at_desk, monkeypatch):
    client = at_desk("editor")
    one, other = builders.place("One"), builders.place("Other")
    rows = [{"public_id": one, "part_of": other}, {"public_id": other, "part_of": one}]
    page = sent(client, "places", ["public_id", "part_of"], rows)
    answer = take_in(client, page)
    assert answer.status_code == 409
    assert "This place would lie within itself" in words(answer)
    assert client.get(page.request["PATH_INFO"]).status_code == 200


def test_where_the_report_cannot_be_written_nothing_is_taken_in(at_desk, settings):
    client = at_desk("editor")
    page = sent(client, "people", ["public_id", "name"], [{"name": "Ada"}])
    blocked = settings.DATA_DIR / "imports"
    blocked.write_text("a file where the folder should be")
    answer = take_in(client, page)
    assert answer.status_code == 409
    assert "The report could not be written" in words(answer)
    assert not Person.objects.exists()
    blocked.unlink()
    assert take_in(client, client.get(page.request["PATH_INFO"])).status_code == 302
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_failure_after_the_commit_does_not_offer_the_file_once_more(at_desk):
    client = at_desk("editor")
    page = sent(client, "people", ["public_id", "name"], [{"name": "Ada"}])

    def fail() -> None:
        raise OSError("no disk")

    def after_commit(**kwargs) -> None:
        transaction.on_commit(fail)

    post_save.connect(after_commit, sender=ImportBatch)
    try:
        with pytest.raises(OSError, match="no disk"):
            take_in(client, page)
    finally:
        post_save.disconnect(after_commit, sender=ImportBatch)
    assert Person.objects.count() == 1
    again = client.post(page.request["PATH_INFO"], {"act": "take in", "digest": "x"}, follow=True)
    assert "not there any more" in words(again)


def test_a_sheet_is_taken_in_once_even_if_it_lies_there_again(at_desk, settings):
    client = at_desk("editor")
    page = sent(client, "people", ["public_id", "name"], [{"name": "Ada"}])
    folder = settings.DATA_DIR / "spreadsheets"
    shutil.copytree(folder, settings.DATA_DIR / "copy")
    take_in(client, page)
    shutil.copytree(settings.DATA_DIR / "copy", folder, dirs_exist_ok=True)
    answer = take_in(client, client.get(page.request["PATH_INFO"]))
    assert answer.status_code == 409
    assert "was taken in already" in words(answer)
    assert Person.objects.count() == 1


def test_files_are_kept_for_a_while_and_not_more_than_some(at_desk, settings):
    client = at_desk("editor")
    first = sent(client, "people", ["public_id", "name"], [{"name": "Ada"}])
    for _ in range(keeping.MOST):
        sent(client, "people", ["public_id", "name"], [{"name": "Ada"}])
    assert len(list((settings.DATA_DIR / "spreadsheets").iterdir())) == keeping.MOST
    assert "not there any more" in words(client.get(first.request["PATH_INFO"], follow=True))


def test_a_file_for_one_sheet_is_not_taken_for_another(at_desk):
    client = at_desk("editor")
    page = sent(client, "people", ["public_id", "name"], [{"name": "Ada"}])
    number = page.request["PATH_INFO"].split("/")[-2]
    assert client.get(f"{SHEETS}bodies/{number}/").status_code == 302


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty"),
        (b"one;two\n;A\n", "divided by semicolons"),
        (b"one\ttwo\n\tA\n", "divided by tabs"),
        (b"title,summary;rights\nA,b;c\n", "It is not certain what divides the columns"),
        ("public_id,title\n,Мельница\n".encode("cp1251"), "Line 2 is not in UTF-8"),
        ("public_id,title\n,A\n".encode("utf-16"), "not in UTF-8"),
        ("public_id,title\n,A\n".encode("utf-16-le"), "Row 1, column 1: there is a character NUL"),
        (b"public_id,title\n,A\x00\n", "Row 2, column 2: there is a character NUL"),
        (b"PK\x03\x04", "no spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(at_desk, data, sentence):
    answer = choose(at_desk("editor"), "documents", data)
    assert answer.status_code == 400
    assert sentence in words(answer)


@pytest.mark.parametrize(("separator", "called"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_sheet_with_another_separator_is_read_and_says_so(at_desk, separator, called):
    client = at_desk("editor")
    data = f"public_id{separator}preferred name{separator}born\n{separator}Ада{separator}1880\n".encode()
    answer = choose(client, "people", data)
    page = client.get(answer.url)
    assert f"The columns of this file are divided by {called}" in words(page)
    take_in(client, page)
    assert (Person.objects.get().name, Person.objects.get().born) == ("Ада", "1880")


def test_a_sheet_with_commas_says_nothing_of_it(at_desk):
    client = at_desk("editor")
    answer = choose(client, "people", b"public_id,name\n,Ada\n")
    assert "divided by" not in words(client.get(answer.url))


def test_a_byte_order_mark_is_no_part_of_a_column(at_desk):
    client = at_desk("editor")
    answer = choose(client, "people", "\ufeffpublic_id,name\r\n,Ада\r\n".encode())
    take_in(client, client.get(answer.url))
    assert Person.objects.get().name == "Ада"


def test_a_contributor_takes_out_and_not_in(at_desk):
    client = at_desk("contributor")
    builders.saved(title="On the mill", remarks="Between us")
    response = client.get(f"{SHEETS}documents.csv")
    assert response.status_code == 200
    assert b"Between us" not in response.content
    assert "Your role does not include importing" in words(client.get(f"{SHEETS}documents/"))
    assert choose(client, "documents", b"public_id,title\n,A\n").status_code == 403


def test_what_a_row_says_is_text_on_the_page(at_desk):
    client = at_desk("editor")
    page = sent(
        client,
        "people",
        ["public_id", "name", "<b>x"],
        [{"name": "<script>alert(1)</script>", "<b>x": "<i>"}],
    )
    assert "<script>alert" not in page.content.decode()
    assert "<b>x" not in page.content.decode()


def test_many_rows_are_shown_a_hundred_at_a_time(at_desk, django_assert_max_num_queries):
    client = at_desk("editor")
    rows = [{"name": f"Ada {n}"} for n in range(250)]
    page = sent(client, "people", ["public_id", "name"], rows)
    assert len(page.context["rows"]) == 100
    with django_assert_max_num_queries(20):
        page = client.get(f"{page.request['PATH_INFO']}?show=new&page=3")
    assert len(page.context["rows"]) == 50
    take_in(client, page)
    assert Person.objects.count() == 250
