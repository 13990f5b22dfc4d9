#!/usr/bin/env python3
"""Checks an audit log without Sallyport: check-log.py DIR VKEY, or check-log.py --proof FILE VKEY.

DIR is a copy of the folder log in auth's data_dir, VKEY the log's public key. Recomputes every hash from the entries
alone (RFC 9162), then compares with the tiles and with the signed checkpoint. Python's own library and the openssl
command are all that it needs. Prints one line; exits with 0, or with 1 and the first bad entry.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile

SPKI = bytes.fromhex("302a300506032b6570032100")


class Bad(Exception):
    pass


def leaf(data):
    return hashlib.sha256(b"\0" + data).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(hashes):
    """The tree's hash, level by level: an odd one at the end goes up as it is."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    while len(hashes) > 1:
        above = [node(hashes[i], hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        if len(hashes) % 2:
            above.append(hashes[-1])
        hashes = above
    return hashes[0]


def ed25519(key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        for name, content in zip(names, (SPKI + key, message, signature)):
            with open(name, "wb") as out:
                out.write(content)
        done = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names[0],
             "-rawin", "-in", names[1], "-sigfile", names[2]],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return done.returncode == 0


def signed_text(note, vkey):
    """The log's name and the lines of a note that its key signed (C2SP signed-note)."""
    name, key_id, typed = vkey.split("+", 2)
    typed = base64.b64decode(typed, validate=True)
    if typed[0] != 1 or hashlib.sha256(name.encode() + b"\n" + typed).hexdigest()[:8] != key_id:
        raise Bad("the key is malformed")
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    for line in signatures.splitlines():
        dash, who, encoded = line.split(" ")
        signature = base64.b64decode(encoded, validate=True)
        if dash == "\u2014" and who == name and signature[:4].hex() == key_id:
            if ed25519(typed[1:], text.encode(), signature[4:]):
                return name, text.split("\n")
    raise Bad("a note is not signed by " + name)


def checkpoint(note, vkey):
    """Size and root of a signed checkpoint (tlog-checkpoint)."""
    name, lines = signed_text(note, vkey)
    if lines[0] != name:
        raise Bad("the checkpoint is of another log")
    return int(lines[1]), base64.b64decode(lines[2], validate=True)


def first_kept(folder, vkey):
    """Of entries before this one the log has the hashes only: the log's key says so."""
    try:
        with open(os.path.join(folder, "retained"), encoding="utf-8") as file:
            name, lines = signed_text(file.read(), vkey)
    except FileNotFoundError:
        return 0
    if lines[0] != name + " retention v1" or int(lines[1]) % 256:
        raise Bad("the note of what is past retention is of another log")
    return int(lines[1])


def path(index):
    parts = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        parts.insert(0, "x%03d" % (index % 1000))
    return "/".join(parts)


def tile(folder, level, index, width):
    full = os.path.join(folder, "tile", str(level), path(index))
    for name in [full] if width == 256 else ["%s.p/%d" % (full, width), full]:
        if os.path.exists(name):
            with open(name, "rb") as file:
                return file.read()
    return b""


def name_of(entry):
    try:
        return ", event " + json.loads(entry)["id"]
    except (ValueError, KeyError, TypeError):
        return ""


def entries(folder, size, kept):
    """Every entry's hash, compared with the tiles of level 0; of those that are not kept, what the tiles say."""
    hashes = []
    for first in range(0, size, 256):
        width = min(256, size - first)
        bundle = tile(folder, "entries", first // 256, width)
        logged = tile(folder, 0, first // 256, width)
        at = 0
        if first < kept:
            if len(logged) < 32 * width:
                raise Bad("entry %d: hashes missing" % first)
            hashes += [logged[at:at + 32] for at in range(0, 32 * width, 32)]
            continue
        for i in range(width):
            length = int.from_bytes(bundle[at:at + 2], "big")
            entry = bundle[at + 2:at + 2 + length]
            if length == 0 or len(entry) < length:
                raise Bad("entry %d: truncated" % (first + i))
            if len(logged) < 32 * (i + 1):
                raise Bad("entry %d: hashes missing" % (first + i))
            hashes.append(leaf(entry))
            if hashes[-1] != logged[32 * i:32 * (i + 1)]:
                others = [logged[j:j + 32] for j in range(0, 32 * width, 32)]
                kind = "reordered" if hashes[-1] in others else "edited"
                raise Bad("entry %d%s: %s" % (first + i, name_of(entry), kind))
            at += 2 + length
    return hashes


def check_log(folder, vkey):
    with open(os.path.join(folder, "checkpoint"), encoding="utf-8") as file:
        size, signed = checkpoint(file.read(), vkey)
    kept = first_kept(folder, vkey)
    hashes = entries(folder, size, kept)
    if root(hashes) != signed:
        raise Bad("the tree: forked: its root is not the signed one")
    level = 1
    while size >> (8 * level):
        hashes = [root(hashes[i:i + 256]) for i in range(0, len(hashes) // 256 * 256, 256)]
        for first in range(0, len(hashes), 256):
            part = hashes[first:first + 256]
            if tile(folder, level, first // 256, len(part))[:32 * len(part)] != b"".join(part):
                raise Bad("entry %d: hashes edited: tile/%d/%s" % (first << (8 * level), level, path(first // 256)))
        level += 1
    return "OK %d entries" % size + (", %d of them past retention" % kept if kept else "")


def check_proof(file, vkey):
    """C2SP tlog-proof, with the entry itself as extra data."""
    with open(file, encoding="utf-8") as opened:
        head, note = opened.read().split("\n\n", 1)
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        raise Bad("this is no proof")
    entry = base64.b64decode(lines[1].removeprefix("extra "), validate=True)
    index = int(lines[2].removeprefix("index "))
    proof = [base64.b64decode(line, validate=True) for line in lines[3:]]
    size, signed = checkpoint(note, vkey)
    if not 0 <= index < size or climb(leaf(entry), index, size, proof) != signed:
        raise Bad("the proof does not hold")
    return "OK entry %d of %d: %s" % (index, size, entry.decode())


def climb(hashed, index, size, proof):
    """The root over a leaf; by recursion, from the definition of the path (RFC 9162, section 2.1.3.1)."""
    if size == 1:
        if proof:
            raise Bad("the proof is too long")
        return hashed
    if not proof:
        raise Bad("the proof is too short")
    half = 1
    while half * 2 < size:
        half *= 2
    if index < half:
        return node(climb(hashed, index, half, proof[:-1]), proof[-1])
    return node(proof[-1], climb(hashed, index - half, size - half, proof[:-1]))


def main(words):
    try:
        if len(words) == 3 and words[0] == "--proof":
            print(check_proof(words[1], words[2]))
        elif len(words) == 2:
            print(check_log(words[0], words[1]))
        else:
            print(__doc__.split("\n\n")[0], file=sys.stderr)
            return 64
        return 0
    except Bad as bad:
        print("BAD " + str(bad))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
