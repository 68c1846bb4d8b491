"""Checks an archive by what it publishes: python3 check_archive.py https://archive.example.org [DIGEST ...]

Give it the digests of entries that you have kept, too. It needs nothing but Python.
"""

import json
import sys
from hashlib import sha256
from urllib.request import urlopen

site, kept, faults, number, previous, readable = sys.argv[1].rstrip("/"), set(sys.argv[2:]), [], 0, "", {}
while lines := urlopen(f"{site}/integrity/entries.jsonl?from={number + 1}", timeout=60).readlines():
    for entry in map(json.loads, lines):
        digest, versions = entry.pop("digest"), readable.setdefault(entry["document"], {})
        canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if (entry["number"], entry["previous"]) != (number + 1, previous):
            faults.append(f"entry {entry['number']} does not follow entry {number}")
        if sha256(canonical.encode()).hexdigest() != digest:
            faults.append(f"entry {entry['number']} does not have its digest")
        number, previous, kept = entry["number"], digest, kept - {digest}
        if entry["kind"] in ("withdrawn", "purged"):
            versions.clear()
        elif entry["version"]:
            versions[entry["version"]] = entry["version_digest"]
for address, digest in [(f"{d}/v{n}.json", v[n]) for d, v in readable.items() for n in v]:
    try:
        if sha256(urlopen(f"{site}/documents/{address}", timeout=60).read()).hexdigest() != digest:
            faults.append(f"{address} does not have its digest")
    except OSError as error:
        faults.append(f"{address} cannot be read: {error}")
faults += [f"no entry has the digest {digest}" for digest in sorted(kept)]
print(*faults, f"{number} entries, {len(faults)} faults. The last digest is {previous}", sep="\n")
sys.exit(bool(faults))
