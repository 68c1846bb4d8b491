"""Checks an archive by what it publishes: python3 check_archive.py https://archive.example.org [DIGEST ...]

Give it the digests that you have kept, too. It needs nothing but Python.
"""

import hashlib
import json
import sys
import urllib.request

site, kept, faults = sys.argv[1].rstrip("/"), set(sys.argv[2:]), []
number, previous, latest, readable = 0, "", {}, {}


def read(path):
    with urllib.request.urlopen(site + path, timeout=60) as reply:
        return reply.read()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


while lines := read(f"/integrity/entries.jsonl?from={number + 1}").splitlines():
    for entry in map(json.loads, lines):
        document, digest = entry["document"], entry.pop("digest")
        canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if (entry["number"], entry["previous"]) != (number + 1, previous):
            faults.append(f"entry {entry['number']} does not follow entry {number}")
        if sha256(canonical.encode()) != digest:
            faults.append(f"entry {entry['number']} does not have its digest")
        if document and entry["before"] != latest.get(document):
            faults.append(f"entry {entry['number']} does not name the entry before of {document}")
        number, previous, latest[document] = entry["number"], digest, entry["number"]
        kept.discard(digest)
        if entry["kind"] in ("withdrawn", "purged"):
            readable[document] = {}
        elif entry["version"]:
            readable.setdefault(document, {})[entry["version"]] = entry["version_digest"]

for document, versions in readable.items():
    for version, digest in versions.items():
        try:
            if sha256(read(f"/documents/{document}/v{version}.json")) != digest:
                faults.append(f"version {version} of {document} does not have its digest")
        except OSError as error:
            faults.append(f"version {version} of {document} cannot be read: {error}")

faults += [f"no entry has the digest {digest}" for digest in sorted(kept)]
print(*faults, f"{number} entries, {len(faults)} faults. The last digest is {previous}", sep="\n")
sys.exit(bool(faults))
