"""Editions with one document in a file: what their headers, texts and registers give."""

import re

import pytest

from documents.exchange.importing import dialects, xml
from documents.exchange.importing.sources import Source, SourceDocument, Unreadable

HEADER = """
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>
 <fileDesc>
  <titleStmt>{titles}
   <respStmt><resp>Edition</resp><persName xml:id="al">Anna <surname>Lind</surname></persName></respStmt>
   <respStmt><resp>Translation</resp><persName sameAs="#al">Lind</persName></respStmt></titleStmt>
  <publicationStmt><availability><licence target="https://example.org/by/4.0">CC BY 4.0</licence>
   </availability>   <idno type="PID">o:{name}</idno></publicationStmt>
  <sourceDesc><msDesc><msIdentifier><institution>Stadtarchiv</institution>
   <collection>Akten, Levante</collection><idno>{number}</idno></msIdentifier>
   <physDesc><p>gold</p></physDesc>{origin}</msDesc></sourceDesc>
 </fileDesc>
 <encodingDesc><projectDesc><ab><ref type="context" target="context:letters"/>
  <ref type="context" target="context:levant"/></ab></projectDesc></encodingDesc>
 <profileDesc>{letter}
  <abstract xmlns=""><list><item>plague</item><item>fishing rights</item></list></abstract>
  <langUsage><language ident="{language}"/></langUsage>{keywords}</profileDesc>
</teiHeader>{text}</TEI>
"""
PLAIN = {
    "titles": '<title xml:lang="de">Brief</title><title xml:lang="en">A letter</title>',
    "name": "levant.1719",
    "number": "Kt. 184-3, fol. 83r-87v",
    "origin": "",
    "letter": "",
    "language": "deu",
    "keywords": "",
    "text": "",
}
LETTER = """<correspDesc>
 <correspAction type="sent"><persName ref="https://d-nb.info/gnd/102205337">Hugo</persName>
  <placeName ref="https://sws.geonames.org/750640/" ana="auto">Pera</placeName>
  <date when="1719-10-05">5. Oktober 1719</date></correspAction>
 <correspAction type="received"><orgName ref="#b1">Hofrat</orgName><placeName>Wien</placeName></correspAction>
 <correspContext><ref type="prev" target="/o:levant.1718">the letter before</ref></correspContext>
 <note><ref type="hasAttachment" target="/o:levant.1719.b1.xml"/></note></correspDesc>"""


def source(data: str, name: str = "some.xml") -> Source:
    root = xml.parse(data.strip().encode(), name)
    dialect = dialects.dialect_of(root)
    assert dialect is not None
    assert dialect.name == "qhod"
    return dialect.read(root, name)


def told(**parts: str) -> SourceDocument:
    (document,) = source(HEADER.format(**{**PLAIN, **parts})).documents
    return document


def body(inner: str, **parts: str) -> SourceDocument:
    return told(text=f"<text type='letter'><body>{inner}</body></text>", **parts)


def text_of(inner: str) -> str:
    return body(inner).content.texts[0].content


# --- The header ---


def test_the_english_title_is_the_title_and_the_others_are_kept_with_their_languages():
    content = told().content
    assert (content.title, content.title_language) == ("A letter", "en")
    assert next((row.language, row.content) for row in content.editorial_texts) == ("de", "Brief")


def test_a_document_has_its_identity_from_its_edition_and_its_own_name():
    assert told().identity == "levant/levant.1719"


def test_senders_and_recipients_are_named_by_their_identifiers():
    document = source(HEADER.format(**{**PLAIN, "letter": LETTER}))
    (read,) = document.documents
    sender, recipient = read.content.correspondents
    assert (sender.role, sender.as_written) == ("sender", "Hugo")
    assert (recipient.role, recipient.as_written, recipient.body) == ("recipient", "Hofrat", "@b1")
    named = document.named[sender.person.removeprefix("@")]
    assert (named.kind, named.name, named.identifiers) == ("person", "Hugo", (("gnd", "102205337"),))
    place = document.named[read.content.place.removeprefix("@")]
    assert (read.content.place_as_written, place.identifiers) == ("Pera", (("geonames", "750640"),))


def test_what_has_no_field_is_told():
    assert "Where it was received, “Wien”, has no field of its own here." in told(letter=LETTER).told


def test_enclosures_are_relations_and_neighbours_references():
    content = told(letter=LETTER).content
    assert [(row.relation_kind, row.target) for row in content.relations] == [
        ("encloses", "@levant/levant.1719.b1")
    ]
    assert [(row.words, row.target) for row in content.references] == [
        ("the letter before", "@levant/levant.1718")
    ]


def test_an_enclosure_is_known_by_the_letter_to_which_it_is_attached():
    letter = '<correspDesc><note><ref type="attachedTo" target="/o:levant.1720"/></note></correspDesc>'
    document = told(letter=letter, name="levant.1719.b2")
    assert document.identity == "levant/levant.1720.b2"
    assert document.content.references[0].target == "@levant/levant.1720"
    assert "levant/levant.1719.b2" in document.told[0]


@pytest.mark.parametrize(
    ("date", "written", "edtf", "calendar"),
    [
        ('<date when="1719-10-05">5. Oktober</date>', "5. Oktober", "1719-10-05", "gregorian"),
        ('<date when="1571" confidence=".8">ca. 1571</date>', "ca. 1571", "1571?", "gregorian"),
        (
            '<date notBefore="1567-03-12" notAfter="1567-03-21" calendar="#hijri">974 Ramażān</date>',
            "974 Ramażān",
            "1567-03-12/1567-03-21",
            "other",
        ),
        ('<date notBefore="1567">after 1567</date>', "after 1567", "1567/..", "gregorian"),
        ('<date when="yesterday">_yesterday_</date>', r"\_yesterday\_", "", "gregorian"),
        ('<date notBefore="1720" notAfter="1719">then</date>', "then", "", "gregorian"),
    ],
)
def test_dates_have_their_wording_and_their_days(date, written, edtf, calendar):
    letter = f'<correspDesc><correspAction type="sent">{date}</correspAction></correspDesc>'
    content = told(letter=letter).content
    assert (content.date_as_written, content.date_edtf, content.date_calendar) == (written, edtf, calendar)


def test_a_date_of_an_action_without_a_type_is_inferred():
    letter = '<correspDesc><correspAction><date when="1719">1719</date></correspAction></correspDesc>'
    content = told(letter=letter).content
    assert (content.date_edtf, content.date_basis) == ("1719", "inferred")
    assert content.date_reason


def test_the_wording_of_a_register_entrys_date_is_that_of_the_same_date_in_the_text():
    bounds = 'notBefore="1719-10-25" notAfter="1719-11-03"'
    date = f'<date type="Hijri" {bounds}>sene <supplied>1131</supplied></date>'
    entry = f'<div type="original"><ab>{date}</ab></div>'
    origin = f"<history><origin><origDate {bounds}/></origin></history>"
    content = body(entry, origin=origin).content
    assert (content.date_as_written, content.date_edtf) == ("sene [1131]", "1719-10-25/1719-11-03")
    assert (content.date_calendar, content.date_calendar_name) == ("other", "Hijri")


@pytest.mark.parametrize(
    ("number", "parts", "leaves"),
    [
        ("Kt. 184-3, fol. 83r-87v", [("box", "184-3")], "83r-87v"),
        ("Kt. 187-1, fol. [225r]-[225v], 231r", [("box", "187-1")], "[225r]-[225v], 231r"),
        ("Page 72, entry 142", [("item", "entry 142")], "72"),
        ("Register no. 6, letter no. 281", [("file", "Register no. 6"), ("item", "letter no. 281")], ""),
        ("no. 347, p. 53-54", [("file", "no. 347")], "53-54"),
        ("1559", [("file", "1559")], ""),
    ],
)
def test_an_archival_reference_has_its_steps_and_its_wording(number, parts, leaves):
    (row,) = told(number=number).content.archival_references
    assert [(part.level, part.value) for part in row.parts] == [("fonds", "Akten, Levante"), *parts]
    assert row.leaves == leaves
    assert row.as_printed == f"Stadtarchiv, Akten, Levante, {number}"
    assert row.repository == "@repository:stadtarchiv"


def test_keywords_give_type_and_exemplar():
    words = "<textClass><keywords><term>Ḥükm</term><term>Osman.-türk. Kopie</term></keywords></textClass>"
    document = source(HEADER.format(**{**PLAIN, "keywords": words}))
    (read,) = document.documents
    assert read.content.type == "hukm"
    assert document.named["hukm"].name == "Ḥükm"
    assert read.content.archival_references[0].exemplar == "copy"


def test_licence_subjects_and_notices_are_kept():
    content = told().content
    assert content.rights == "CC BY 4.0 https://example.org/by/4.0"
    assert content.summary == "plague\nfishing rights"
    assert "gold" in [row.content for row in content.editorial_texts]


def test_a_document_that_is_only_described_has_no_text():
    document = told()
    assert document.content.texts == ()
    assert document.content.original_language == "de"


# --- The texts ---


def test_original_and_translation_are_texts_of_their_own_with_their_languages():
    inner = (
        '<pb n="1"/><div type="original"><ab>Ḳıdvetü ümerā</ab></div>'
        '<div type="translation" xml:lang="en"><ab>To the commanders</ab></div>'
    )
    texts = body(inner, language="ota").content.texts
    assert [(row.role, row.language, row.direction) for row in texts] == [
        ("original", "ota-Latn", "ltr"),
        ("translation", "en", "ltr"),
    ]
    assert texts[0].content == "[[page:1]]\n\nḲıdvetü ümerā"
    assert texts[1].translator == "Anna Lind"


def test_ottoman_in_its_own_script_runs_from_right_to_left():
    (text,) = body('<div type="original"><ab>قدوة الامراء</ab></div>', language="ota").content.texts
    assert (text.language, text.direction) == ("ota", "rtl")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ye<supplied>ar</supplied>s", "Ye[ar]s"),
        ("<choice><orig>95 48</orig><reg>to Vienna</reg></choice>", "to Vienna"),
        ("<choice><sic>teh</sic><corr>the</corr></choice> end", "the end"),
        ("<choice><abbr>ksl.</abbr><expan>kaiserlich</expan></choice>", "kaiserlich"),
        ("a <gap/> b", "a [...] b"),
        ("dar<damage/>komben", "dar[...]komben"),
        ("<subst><del>m</del><add>n</add></subst>", "n"),
        ('one <foreign xml:lang="ota">ʿahd</foreign>', "one ʿahd"),
        ('from <pb n="83v"/>Pera', "from [[page:83v]]Pera"),
        ('Vir<pb n="83v" break="no"/>mont', "Vir[[page:83v]]mont"),
        ("_so_ [it] is", r"\_so\_ \[it\] is"),
        ('the <rs type="person" ref="#p1 p2">vizier</rs>', "the [[person:@p1|vizier]]"),
        ('the <rs type="peron" ref="#p1">vizier</rs>', "the vizier"),
        ('the <rs type="person">vizier</rs>', "the vizier"),
        (
            '<rs type="person" ref="#p1"><rs type="place" ref="#o1">Nish</rs> guard</rs>',
            "[[place:@o1|Nish]] [[person:@p1|guard]]",
        ),
        ('<ref target="/o:levant.1#p2">Nr. 16</ref>', "[[document:@levant/levant.1|Nr. 16]]"),
    ],
)
def test_editorial_marks_become_ours(written, read):
    assert text_of(f"<p>{written}</p>") == read


def test_what_is_left_out_of_a_text_is_told():
    document = body("<p><del>nine</del><choice><orig>95</orig><reg>ten</reg></choice></p>")
    said = " ".join(document.told)
    assert "“nine”" in said
    assert "“orig”" in said


def test_parts_of_a_charter_and_remarks_beside_it_are_paragraphs():
    marks = "<metamark>Exped.</metamark><metamark>5.</metamark>"
    inner = f"<metamark>142</metamark><ab type='locus'>in Pera</ab>{marks}"
    assert text_of(inner) == "142\n\nin Pera\n\nExped.\n\n5."


def test_elements_without_a_rule_keep_their_words_and_are_counted():
    document = body("<p>a <weather>b</weather> c</p>")
    assert document.content.texts[0].content == "a b c"
    assert document.unknown == {"weather": 1}


def test_notes_have_their_labels_and_belong_to_their_text():
    document = body('<p>one<note n="1">First.</note> two<note type="editorial">Second.</note></p>')
    (text,) = document.content.texts
    assert text.content == "one[^1] two[^*]"
    assert [(row.owner, row.label, row.content) for row in document.content.footnotes] == [
        (text.key, "1", "First."),
        (text.key, "*", "Second."),
    ]
    assert document.notes == (2, 2)


def test_a_note_that_stands_elsewhere_is_anchored_where_it_is_called():
    called = '<ref type="note_reference" target="#n1"/>'
    document = body(f"<p>one{called} two{called}</p><note xml:id='n1'>Both.</note>")
    assert document.content.texts[0].content == "one[^*] two[^*]"
    assert [row.content for row in document.content.footnotes] == ["Both."]


def test_notes_that_call_each_other_or_themselves_end():
    one, two = '<ref target="#n1"/>', '<ref target="#n2"/>'
    ring = f"<p>a{one}</p><note xml:id='n1'>First{two}.</note><note xml:id='n2'>Second{one}.</note>"
    document = body(f"{ring}<p>b<note xml:id='n3'>Alone<ref target='#n3'/>.</note></p>")
    assert document.content.texts[0].content == "a[^*]\n\nb[^*#2]"
    assert document.notes == (3, 3)


def test_a_note_on_a_reading_that_is_left_out_is_kept():
    document = body("<p><choice><orig>95<note>Cipher.</note></orig><reg>ten</reg></choice></p>")
    assert document.content.texts[0].content == "ten[^*]"
    assert document.notes == (1, 1)


def test_those_who_signed_stand_in_their_order():
    inner = (
        "<closer><signed>Gehorsamster diener <rs type='person' ref='#p1'>Hugo</rs></signed>"
        "<address><rs type='place' ref='#o1'>Pera</rs></address></closer>"
        "<postscript><p>P.S.</p><signed>Anton</signed></postscript>"
    )
    document = body(inner)
    assert [
        (row.name_as_signed, row.capacity_as_signed, row.person) for row in document.content.signatories
    ] == [("Hugo", "Gehorsamster diener", "@p1"), ("Anton", "", None)]
    assert document.signatures == (2, 2)


# --- Registers and lists ---

REGISTER = """
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><publicationStmt>
 <idno type="PID">o:levant.standOff</idno></publicationStmt></fileDesc></teiHeader>
<standOff><listPerson><person xml:id="p1"><persName><forename>Hugo</forename><surname>Virmont</surname>
  <addName type="alt" xml:lang="deu">Virmond</addName>
  <addName type="alt" subtype="mpr_reference">[I]</addName>
  <addName type="title">Count</addName></persName>
  <birth when="1666"/><death when="1722-01-01"/><occupation>envoy</occupation>
  <idno type="GND">https://d-nb.info/gnd/102205337</idno><idno>https://example.org/1</idno></person>
  <person xml:id="p2"><persName><forename>-</forename><surname>Selim II.</surname></persName></person>
 </listPerson>
 <listPlace><place xml:id="o1"><placeName>Sofia</placeName>
  <placeName type="alt" xml:lang="ita">Sofia</placeName>
  <placeName type="alt" xml:lang="bul">София</placeName><location><geo>42.69 23.32</geo></location>
  <idno>https://www.geonames.org/727011</idno></place></listPlace>
 <listOrg><org xml:id="b1"><orgName>Hofrat</orgName><state type="exists_from" when="1719-07-02"/></org>
 </listOrg>
</standOff></TEI>
"""


def test_a_register_tells_of_people_places_and_bodies_and_has_no_documents():
    read = source(REGISTER)
    assert read.identity == "levant"
    assert list(read.documents) == []
    hugo, selim, sofia, body_of = (read.named[local] for local in ("p1", "p2", "o1", "b1"))
    assert (hugo.kind, hugo.name, hugo.born, hugo.died) == ("person", "Hugo Virmont", "1666", "1722-01-01")
    assert [(other.name, other.language) for other in hugo.names] == [("Virmond", "de")]
    assert (hugo.identifiers, hugo.note) == ((("gnd", "102205337"),), "Count; envoy")
    assert selim.name == "Selim II."
    assert [(other.name, other.language) for other in sofia.names] == [("София", "bg")]
    assert sofia.data == {"latitude": "42.69", "longitude": "23.32"}
    assert sofia.identifiers == (("geonames", "727011"),)
    assert (body_of.kind, body_of.born) == ("body", "1719-07-02")


def test_letters_and_register_share_the_local_names_of_their_edition():
    assert source(REGISTER).identity == source(HEADER.format(**PLAIN)).identity


def test_a_list_of_letters_is_told_to_hold_nothing():
    listed = HEADER.format(**PLAIN | {"letter": "<correspDesc/><correspDesc/>"})
    listed = re.sub(r"<msDesc>.*</msDesc>", "", listed, flags=re.DOTALL)
    with pytest.raises(Unreadable, match="list of 2 letters"):
        source(listed)


def test_a_document_without_a_name_is_refused():
    with pytest.raises(Unreadable, match="title nor an idno"):
        source(HEADER.format(**PLAIN | {"name": ""}))


def test_other_tei_is_not_recognised():
    root = xml.parse(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text/></TEI>', "x.xml")
    assert dialects.dialect_of(root) is None
