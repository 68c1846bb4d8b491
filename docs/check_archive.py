"""Checks an archive by what it publishes: python3 check_archive.py https://archive.example.org [DIGEST ...]

Give it the digests of entries that you have kept, too. It needs nothing but Python.
"""

import json
import sys
from hashlib import sha256
from urllib.request import urlopen

site, kept, faults = sys.argv[1].rstrip("/"), set(sys.argv[2:]), []
number, previous, latest, readable = 0, "", {None: None}, {}
while lines := urlopen(f"{site}/integrity/entries.jsonl?from={number + 1}", timeout=60).readlines():
    for entry in map(json.loads, lines):
        document, digest = entry["document"], entry.pop("digest")
        canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        holds = {
            f"follow entry {number}": (entry["number"], entry["previous"]) == (number + 1, previous),
            "have its digest": sha256(canonical.encode()).hexdigest() == digest,
            f"name the entry before of {document}": entry["before"] == latest.get(document),
        }
        faults += [f"entry {entry['number']} does not {duty}" for duty in holds if not holds[duty]]
        number, previous, kept = entry["number"], digest, kept - {digest}
        latest.update({document: number} if document else {})
        if entry["kind"] in ("withdrawn", "purged"):
            readable[document] = {}
        elif entry["version"]:
            readable.setdefault(document, {})[entry["version"]] = entry["version_digest"]
for document, version, digest in [(d, v, readable[d][v]) for d in readable for v in readable[d]]:
    try:
        if (
            sha256(urlopen(f"{site}/documents/{document}/v{version}.json", timeout=60).read()).hexdigest()
            != digest
        ):
            faults.append(f"version {version} of {document} does not have its digest")
    except OSError as error:
        faults.append(f"version {version} of {document} cannot be read: {error}")
faults += [f"no entry has the digest {digest}" for digest in sorted(kept)]
print(*faults, f"{number} entries, {len(faults)} faults. The last digest is {previous}", sep="\n")
sys.exit(bool(faults))
