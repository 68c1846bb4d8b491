"""Fields that say one thing together: half of one state and half of another would say what nobody meant."""

_DATE = ("edtf", "edtf_julian", "calendar", "calendar_name", "basis", "reason")
TOGETHER: dict[str, str] = {
    **{f"date_{name}": "date_edtf" for name in (*_DATE, "calendar_basis", "calendar_reason")},
    **dict.fromkeys(("media_type", "width", "height"), "image"),
    **dict.fromkeys(("longitude", "precision"), "latitude"),
}
TOGETHER_IN: dict[tuple[str, str], str] = {
    **{("correspondents", name): "person" for name in ("body", "basis", "reason")},
    ("identifiers", "value"): "scheme",
    **{("printings", name): "collection" for name in ("basis", "reason")},
}


def unit_of(part: str, name: str) -> str:
    """The field under whose name this field of a part ("" for the document) is decided, mostly itself."""
    if found := TOGETHER_IN.get((part, name)) or TOGETHER.get(name):
        return found
    return name.removesuffix("_basis").removesuffix("_reason")
