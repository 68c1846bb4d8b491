"""The words by which a printed page names terms of our vocabularies, in English and Russian: word → code."""

import re

TYPES = {
    "letter": "letter", "письмо": "letter",
    "telegram": "telegram", "телеграмма": "telegram",
    "decree": "decree", "декрет": "decree",
    "order": "order", "приказ": "order",
    "resolution": "resolution", "резолюция": "resolution",
    "decision": "decision", "решение": "decision", "постановление": "decision",
    "minutes": "minutes", "протокол": "minutes",
    "report": "report", "доклад": "report", "донесение": "report", "рапорт": "report",
    "note": "note", "записка": "note", "нота": "note",
    "memorandum": "memorandum", "меморандум": "memorandum",
    "treaty": "treaty", "договор": "treaty",
    "agreement": "agreement", "соглашение": "agreement",
    "appeal": "appeal", "обращение": "appeal", "воззвание": "appeal",
    "petition": "petition", "прошение": "petition", "ходатайство": "petition",
    "instruction": "instruction", "инструкция": "instruction",
    "statement": "statement", "заявление": "statement",
}  # fmt: skip

CLASSIFICATIONS = {
    "top secret": "top-secret", "совершенно секретно": "top-secret", "сов. секретно": "top-secret",
    "strictly secret": "top-secret", "строго секретно": "top-secret",
    "secret": "secret", "секретно": "secret",
    "confidential": "confidential", "конфиденциально": "confidential", "доверительно": "confidential",
    "not to be published": "restricted", "не подлежит оглашению": "restricted",
    "urgent": "urgent", "срочно": "urgent", "весьма срочно": "urgent", "вне очереди": "urgent",
    "personal": "personal", "лично": "personal",
}  # fmt: skip

# Longer words first: a certified copy is no mere copy.
EXEMPLARS = {
    "certified copy": "certified-copy", "заверенная копия": "certified-copy",
    "retained copy": "retained-copy", "otpusk": "retained-copy", "отпуск": "retained-copy",
    "photocopy": "photocopy", "фотокопия": "photocopy", "ксерокопия": "photocopy",
    "microfilm": "microfilm", "микрофильм": "microfilm",
    "original": "original", "подлинник": "original", "оригинал": "original",
    "draft": "draft", "черновик": "draft", "проект": "draft",
    "copy": "copy", "копия": "copy",
}  # fmt: skip

PRODUCTIONS = {
    "telegraph tape": "telegraph-tape", "телеграфная лента": "telegraph-tape",
    "телеграфный бланк": "telegraph-tape",
    "typewritten": "typewritten", "typescript": "typewritten", "машинопись": "typewritten",
    "машинописный текст": "typewritten", "машинописная": "typewritten", "машинописный": "typewritten",
    "manuscript": "manuscript", "handwritten": "manuscript", "рукопись": "manuscript",
    "рукописный текст": "manuscript", "рукописная": "manuscript", "рукописный": "manuscript",
    "autograph": "autograph", "автограф": "autograph",
    "duplicated": "duplicated", "mimeographed": "duplicated", "стеклограф": "duplicated",
    "ротаторный": "duplicated",
    "printed": "printed", "типографский": "printed", "печатный": "printed",
}  # fmt: skip

CAPACITIES = {
    "deputy chairman": "deputy-chairman", "vice-chairman": "deputy-chairman",
    "заместитель председателя": "deputy-chairman", "зам. председателя": "deputy-chairman",
    "товарищ председателя": "deputy-chairman",
    "chairman": "chairman", "chairwoman": "chairman", "chair": "chairman", "председатель": "chairman",
    "председателя": "chairman", "предревком": "chairman", "predrevkom": "chairman",
    "предсовнарком": "chairman", "predsovnarkom": "chairman", "предисполком": "chairman",
    "president": "president", "президент": "president",
    "minister": "minister", "министр": "minister",
    "people's commissar": "commissar", "people’s commissar": "commissar", "народный комиссар": "commissar",
    "commissar": "commissar", "комиссар": "commissar", "нарком": "commissar",
    "secretary": "secretary", "секретарь": "secretary", "секретаря": "secretary",
    "members": "member", "member": "member", "члены": "member", "член": "member",
    "delegates": "delegate", "delegate": "delegate", "делегаты": "delegate", "делегат": "delegate",
    "envoy": "envoy", "посланник": "envoy", "полпред": "envoy",
    "chief of staff": "chief-of-staff", "начальник штаба": "chief-of-staff", "наштарм": "chief-of-staff",
    "commander": "commander", "командующий": "commander", "командарм": "commander",
    "командир": "commander",
    "governor": "governor", "губернатор": "governor",
    "clerk": "clerk", "делопроизводитель": "clerk",
    "interpreter": "interpreter", "переводчик": "interpreter",
    "witnesses": "witness", "witness": "witness", "свидетели": "witness", "свидетель": "witness",
}  # fmt: skip

# Capacities for which there is no term; they begin a signature all the same.
OTHER_CAPACITIES = (
    "head", "heads", "plenipotentiary", "plenipotentiaries", "representative", "representatives", "general",
    "colonel", "captain", "director", "manager", "acting", "commandant", "deputy", "treasurer",
    "уполномоченный", "представитель", "представители", "начальник", "заведующий",
    "управляющий делами", "управделами", "управляющий", "генерал",
    "полковник", "капитан", "комендант", "директор", "врид", "и. о.", "зам.", "заместитель", "казначей",
)  # fmt: skip

# Of these there are several: the capacity holds for every name that follows.
PLURALS = ("members", "delegates", "witnesses", "plenipotentiaries", "representatives", "heads",
           "члены", "делегаты", "свидетели", "представители", "уполномоченные")  # fmt: skip

# One word for an office and its body: the body.
COMPOUNDS = {
    "predrevkom": "Revkom", "предревком": "Ревком",
    "predsovnarkom": "Sovnarkom", "предсовнарком": "Совнарком", "предисполком": "Исполком",
}  # fmt: skip


def first_in(text: str, terms: dict[str, str]) -> re.Match[str] | None:
    """The first place at which one of the terms stands as words of its own, whatever its case."""
    return _pattern(tuple(terms)).search(text)


def at_start(text: str, terms: tuple[str, ...]) -> re.Match[str] | None:
    """One of the terms, if the text begins with it."""
    return _pattern(terms).match(text)


_PATTERNS: dict[tuple[str, ...], re.Pattern[str]] = {}


def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    if terms not in _PATTERNS:
        longest_first = sorted(terms, key=len, reverse=True)
        _PATTERNS[terms] = re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE
        )
    return _PATTERNS[terms]
