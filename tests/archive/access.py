"""Who may open what: every address of the archive, and the answer to each role. Read by test_role_matrix.py.

An address is written with what test_role_matrix.py has made in braces; what is posted, if it is not the
page's own form, follows a #. A method that an address does not list is refused with 405. Whoever is not
logged in, or was deactivated, is led from the desk to the log-in page, and a form that comes without a log-in
is answered 403; where this is otherwise, ANONYMOUS says so.
"""

# Address, method, then: no rights, contributor, editor, publisher, administrator.
DESK = """
/admin/                                                  GET     200 200 200 200 200
/admin/login/                                            GET     302 302 302 302 302
/admin/login/                                            POST    200 200 200 200 200
/admin/logout/                                           POST    200 200 200 200 200
/admin/password_change/                                  GET     200 200 200 200 200
/admin/password_change/                                  POST    200 200 200 200 200
/admin/password_change/done/                             GET     200 200 200 200 200
/admin/jsi18n/                                           GET     200 200 200 200 200
/admin/autocomplete/?app_label=documents&model_name=signatory&field_name=person GET 403 200 200 200 200
/admin/r/{document_type}/{published}/                    GET     404 404 404 404 404
/admin/nonsense/                                         GET     404 404 404 404 404
/admin/documents/                                        GET     404 200 200 200 200
/admin/people/                                           GET     404 200 200 200 200
/admin/places/                                           GET     404 200 200 200 200
/admin/auth/                                             GET     404 404 404 404 200
/admin/audit/                                            GET     403 403 403 403 200
/admin/documents/find/                                   GET     403 200 200 200 200
/admin/documents/find/?q=mill                            GET     403 200 200 200 200
/admin/import/                                           GET     403 403 200 200 200
/admin/import/                                           POST    403 403 400 400 400
/admin/import/{import_batch}/                            GET     403 403 200 200 200
/admin/import/{import_batch}/undo/                       GET     403 403 403 200 200
/admin/import/{import_batch}/undo/#reason=wrong          POST    403 403 403 302 302
/admin/import/{import_batch}/#act=start&publish=yes      POST    403 403 403 302 302
/admin/import/{import_batch}/#act=nonsense               POST    403 403 302 302 302
/admin/import/doubtful/                                  GET     403 403 200 200 200
/admin/import/doubtful/{doubt}/                          GET     403 403 200 200 200
/admin/import/compare/person/{person}/                   GET     403 403 302 302 302
/admin/import/compare/person/{person}/                   POST    403 403 400 400 400
/admin/import/compare/nonsense/{person}/                 GET     404 404 404 404 404
/admin/import/doubtful/{doubt}/#answer=same&keep=known   POST    403 403 302 302 302
/admin/import/doubtful/#pair={doubt}&answer=same         POST    403 403 302 302 302
/admin/import/doubtful/#pair={doubt}&answer=other        POST    403 403 302 302 302
/admin/spreadsheets/documents/                           GET     403 200 200 200 200
/admin/spreadsheets/documents/                           POST    403 403 400 400 400
/admin/spreadsheets/nonsense/                            GET     404 404 404 404 404
/admin/spreadsheets/people.csv                           GET     403 200 200 200 200
/admin/spreadsheets/people.nonsense                      GET     403 404 404 404 404
/admin/spreadsheets/people/{kept_sheet}/                 GET     403 403 200 200 200
/admin/spreadsheets/people/{kept_sheet}/                 POST    403 403 302 302 302
/admin/spreadsheets/people/{kept_sheet}/#act=take&digest=x POST  403 403 409 409 409
/admin/news/                                             GET     403 200 200 200 200
/admin/news/seen/                                        POST    403 302 302 302 302
/admin/keep/?model=documents.document                    POST    403 200 200 200 200
/admin/keep/?model=documents.document&record={own}       POST    403 200 200 200 200
/admin/keep/?model=documents.document&record={draft}     POST    403 403 200 200 200
/admin/keep/?model=auth.user                             POST    404 404 404 404 404
/admin/review/                                           GET     403 200 200 200 200
/admin/review/{own_submission}/                          GET     403 200 200 200 200
/admin/review/{own_submission}/#act=publish              POST    403 403 403 302 302
/admin/review/{own_submission}/#act=send_back&reason=No  POST    403 403 403 302 302
/admin/review/{own_submission}/#act=comment&words=Good   POST    403 302 302 302 302
/admin/review/{submission}/                              GET     403 403 200 200 200
/admin/review/{submission}/#act=publish                  POST    403 403 403 302 302
/admin/review/{submission}/#act=send_back&reason=No      POST    403 403 403 302 302
/admin/review/{submission}/#act=comment&words=Good       POST    403 403 302 302 302

/admin/documents/document/                               GET     403 200 200 200 200
/admin/documents/document/add/                           GET     403 200 200 200 200
/admin/documents/document/add/                           POST    403 302 302 302 302
/admin/documents/document/deleted/                       GET     403 200 200 200 200
/admin/documents/document/preview/                       POST    403 200 200 200 200
/admin/documents/document/paste/                         GET     403 200 200 200 200
/admin/documents/document/paste/                         POST    403 200 200 200 200
/admin/documents/document/paste/#kind=page&pasted=Mill&use=1 POST 403 200 200 200 200
/admin/documents/document/word/                          GET     403 200 200 200 200
/admin/documents/document/word/                          POST    403 200 200 200 200
/admin/documents/document/facsimiles/{image}/            GET     403 200 200 200 200

/admin/documents/document/{own}/                         GET     302 302 302 302 302
/admin/documents/document/{own}/change/                  GET     403 200 200 200 200
/admin/documents/document/{own}/change/                  POST    403 302 302 302 302
/admin/documents/document/{own}/preview/                 GET     403 200 200 200 200
/admin/documents/document/{own}/preview/                 POST    403 200 200 200 200
/admin/documents/document/{own}/paste/                   GET     403 200 200 200 200
/admin/documents/document/{own}/paste/                   POST    403 200 200 200 200
/admin/documents/document/{own}/word/                    GET     403 200 200 200 200
/admin/documents/document/{own}/word/                    POST    403 200 200 200 200
/admin/documents/document/{own}/copy/                    POST    403 302 302 302 302
/admin/documents/document/{own}/history/                 GET     403 200 200 200 200
/admin/documents/document/{own}/compare/                 GET     403 200 200 200 200
/admin/documents/document/{own}/restore/?from=1          GET     403 200 200 200 200
/admin/documents/document/{own}/restore/?from=1          POST    403 302 302 302 302
/admin/documents/document/{own}/delete/                  GET     403 200 403 200 200
/admin/documents/document/{own}/delete/                  POST    403 302 403 302 302
/admin/documents/document/{own}/submit/                  GET     403 200 200 200 200
/admin/documents/document/{own}/submit/                  POST    403 302 302 302 302
/admin/documents/document/{own}/publish/                 GET     403 403 403 200 200
/admin/documents/document/{own}/publish/                 POST    403 403 403 302 302
/admin/documents/document/{own}/purge/                   GET     403 403 403 403 200
/admin/documents/document/{own}/purge/                   POST    403 403 403 403 302
/admin/documents/document/{own_waiting}/take-back/       GET     403 200 200 200 200
/admin/documents/document/{own_waiting}/take-back/       POST    403 302 403 403 403

/admin/documents/document/{draft}/change/                GET     403 302 200 200 200
/admin/documents/document/{draft}/change/                POST    403 403 302 302 302
/admin/documents/document/{draft}/preview/               GET     403 200 200 200 200
/admin/documents/document/{draft}/preview/               POST    403 403 200 200 200
/admin/documents/document/{draft}/paste/                 GET     403 403 200 200 200
/admin/documents/document/{draft}/paste/                 POST    403 403 200 200 200
/admin/documents/document/{draft}/paste/#kind=page&pasted=Mill&use=1 POST 403 403 200 200 200
/admin/documents/document/{draft}/word/                  GET     403 403 200 200 200
/admin/documents/document/{draft}/word/                  POST    403 403 200 200 200
/admin/documents/document/{draft}/copy/                  POST    403 302 302 302 302
/admin/documents/document/{draft}/merge/                 POST    403 403 200 200 200
/admin/documents/document/{draft}/incoming/              GET     403 403 302 302 302
/admin/documents/document/{draft}/history/               GET     403 403 200 200 200
/admin/documents/document/{draft}/compare/               GET     403 403 200 200 200
/admin/documents/document/{draft}/restore/?from=1        GET     403 403 200 200 200
/admin/documents/document/{draft}/restore/?from=1        POST    403 403 302 302 302
/admin/documents/document/{draft}/delete/                GET     403 403 200 200 200
/admin/documents/document/{draft}/delete/                POST    403 403 302 302 302
/admin/documents/document/{draft}/submit/                GET     403 403 200 200 200
/admin/documents/document/{draft}/submit/                POST    403 403 302 302 302
/admin/documents/document/{draft}/publish/               GET     403 403 403 200 200
/admin/documents/document/{draft}/publish/               POST    403 403 403 302 302
/admin/documents/document/{waiting}/take-back/           GET     403 403 200 200 200
/admin/documents/document/{waiting}/take-back/           POST    403 403 403 302 403

/admin/documents/document/{published}/change/            GET     403 302 200 200 200
/admin/documents/document/{published}/change/            POST    403 403 302 302 302
/admin/documents/document/{published}/withdraw/          GET     403 403 403 200 200
/admin/documents/document/{published}/withdraw/          POST    403 403 403 302 302
/admin/documents/document/{published}/delete/            GET     403 302 302 302 302
/admin/documents/document/{published}/delete/            POST    403 302 302 302 302
/admin/documents/document/{published}/purge/             GET     403 403 403 403 200
/admin/documents/document/{published}/purge/             POST    403 403 403 403 302
/admin/documents/document/{own_published}/restore/?from=1 GET     403 403 200 200 200
/admin/documents/document/{own_published}/restore/?from=1 POST    403 403 302 302 302
/admin/documents/document/{own_published}/change/        GET     403 200 200 200 200
/admin/documents/document/{own_published}/change/        POST    403 302 302 302 302
/admin/documents/document/{own_published}/withdraw/      POST    403 403 403 302 302
/admin/documents/document/{withdrawn}/change/            GET     403 302 200 200 200
/admin/documents/document/{withdrawn}/reinstate/         GET     403 403 403 200 200
/admin/documents/document/{withdrawn}/reinstate/         POST    403 403 403 302 302

/admin/people/person/{own_person}/change/                GET     403 200 200 200 200
/admin/people/person/{own_person}/change/                POST    403 302 302 302 302
/admin/auth/user/{user}/password/                        GET     403 403 403 403 200
/admin/auth/user/{user}/password/                        POST    403 403 403 403 200
"""

# Every kind of record that Django's admin has pages for; {here} is such a record, entered by an editor.
RECORDS = """
/admin/{model}/                                          GET     403 200 200 200 200
/admin/{model}/add/                                      GET     403 200 200 200 200
/admin/{model}/add/                                      POST    403 302 302 302 302
/admin/{model}/{here}/                                   GET     302 302 302 302 302
/admin/{model}/{here}/change/                            GET     403 200 200 200 200
/admin/{model}/{here}/change/                            POST    403 403 302 302 302
/admin/{model}/{here}/history/                           GET     403 403 200 200 200
/admin/{model}/{here}/delete/                            GET     403 403 403 403 403
/admin/{model}/{here}/delete/                            POST    403 403 403 403 403
"""

# Terms of vocabularies: readers see their labels at once, so contributors only look.
TERMS = RECORDS.replace(
    "/admin/{model}/add/                                      GET     403 200",
    "/admin/{model}/add/                                      GET     403 403",
).replace(
    "/admin/{model}/add/                                      POST    403 302",
    "/admin/{model}/add/                                      POST    403 403",
)

# Users.
ACCOUNTS = """
/admin/{model}/                                          GET     403 403 403 403 200
/admin/{model}/                                          POST    403 403 403 403 200
/admin/{model}/add/                                      GET     403 403 403 403 200
/admin/{model}/add/                                      POST    403 403 403 403 200
/admin/{model}/{here}/                                   GET     302 302 302 302 302
/admin/{model}/{here}/change/                            GET     403 403 403 403 200
/admin/{model}/{here}/change/                            POST    403 403 403 403 200
/admin/{model}/{here}/history/                           GET     403 403 403 403 200
/admin/{model}/{here}/delete/                            GET     403 403 403 403 403
/admin/{model}/{here}/delete/                            POST    403 403 403 403 403
"""

ANONYMOUS = {
    "GET /admin/login/": 200,
    "POST /admin/login/": 200,
    "GET /admin/logout/": 405,
    "POST /admin/logout/": 302,
    "GET /admin/jsi18n/": 302,
}

# Readers: the same for everybody, whatever their role.
READERS = """
/                                                        200
/healthz                                                 200
/readyz                                                  200
/robots.txt                                              200
/documents/                                              200
/documents/help/                                         200
/documents/by/type/                                      200
/documents/by/nonsense/                                  404
/documents/suggest.json?q=a                              200
/opensearch.xml                                          200
/documents.json                                          200
/documents.csv                                           200
/documents.ris                                           200
/documents.bib                                           200
/documents.atom                                          200
/documents.json?from=1920&to=1919                        400
/people/                                                 200
/people/{person}/                                        200
/bodies/                                                 200
/bodies/{body}/                                          200
/places/                                                 200
/places/{place}/                                         200
/collections/                                            200
/collections/{collection}/                               200
/collections/{collection}/7/                             302
/repositories/                                           200
/repositories/{repository}/                              200
/about/                                                  200
/changes/                                                200
/changes.atom                                            200
/integrity/                                              200
/integrity/entries.jsonl                                 200
/documents/{published}/                                  200
/documents/{published}.json                              200
/documents/{published}.txt                               200
/documents/{published}.bib                               200
/documents/{published}.ris                               200
/documents/{published}.tei.xml                           200
/documents/{published}/versions/                         200
/documents/{published}/compare/                          302
/documents/{published}/compare/1..1/                     301
/documents/{published}/v1/                               200
/documents/{published}/v1.json                           200
/documents/{published}/v1.txt                            200
/documents/{published}/v1.bib                            200
/documents/{published}/v1.ris                            200
/documents/{published}/v1.tei.xml                        200
/documents/{published}/v1/facsimiles/{image}             200
/documents/{published}/v2/                               404
/documents/{draft}/                                      404
/documents/{draft}.json                                  404
/documents/{draft}.txt                                   404
/documents/{draft}.bib                                   404
/documents/{draft}.ris                                   404
/documents/{draft}.tei.xml                               404
/documents/{draft}/versions/                             404
/documents/{draft}/v1/                                   404
/documents/{own}/                                        404
/documents/{own}.json                                    404
/documents/{withdrawn}/                                  410
/documents/{withdrawn}.json                              410
/documents/{withdrawn}.txt                               410
/documents/{withdrawn}.bib                               410
/documents/{withdrawn}.ris                               410
/documents/{withdrawn}.tei.xml                           410
/documents/{withdrawn}/v1/                               410
/documents/{withdrawn}/v1.json                           410
/documents/{withdrawn}/v1.bib                            410
/documents/{withdrawn}/v1.ris                            410
/documents/{withdrawn}/v1.tei.xml                        410
/documents/{purged}/                                     410
/documents/{purged}/v1/                                  410
"""
