"""What somebody with the machine's disk does to a log: tamper.py CORE HOW ... in auth's data_dir, while auth is dead."""

import hashlib
import os
import shutil
import sqlite3
import sys


def rows(db, prefix):
    return db.execute("SELECT key, value FROM entry WHERE key >= ? AND key < ? ORDER BY key",
                      (prefix, prefix[:-1] + bytes([prefix[-1] + 1]))).fetchall()


def swapped(value, was, now):
    assert was in value and len(was) == len(now), (was, value)
    return value.replace(was, now)


def edit_store(core, event, was, now, leaf_too):
    db = sqlite3.connect(os.path.join(core, "store.db"))
    key = b"events/" + event.encode()
    value = db.execute("SELECT value FROM entry WHERE key = ?", (key,)).fetchone()[0]
    changed = swapped(value, was.encode(), now.encode())
    db.execute("UPDATE entry SET value = ? WHERE key = ?", (changed, key))
    if leaf_too:
        index = int.from_bytes(value[:8], "big")
        leaf = hashlib.sha256(b"\0" + changed[8:]).digest() + event.encode()
        db.execute("UPDATE entry SET value = ? WHERE key = ?", (leaf, b"leaves/%016x" % index))
    db.commit()
    db.close()


def truncate_store(core):
    db = sqlite3.connect(os.path.join(core, "store.db"))
    key, leaf = rows(db, b"leaves/")[-1]
    db.execute("DELETE FROM entry WHERE key IN (?, ?)", (key, b"events/" + leaf[32:]))
    db.commit()
    db.close()


def reorder_store(core, one, other):
    db = sqlite3.connect(os.path.join(core, "store.db"))
    leaves = rows(db, b"leaves/")
    for at, to in ((one, other), (other, one)):
        db.execute("UPDATE entry SET value = ? WHERE key = ?", (leaves[at][1], leaves[to][0]))
    db.commit()
    db.close()


def fork(core, event, was, now):
    """All of it anew, so that auth itself signs the other tree."""
    edit_store(core, event, was, now, True)
    db = sqlite3.connect(os.path.join(core, "store.db"))
    db.execute("DELETE FROM entry WHERE key = ?", (b"log-checkpoint",))
    db.commit()
    db.close()
    shutil.rmtree(os.path.join(core, "log"))


def newest_bundle(core):
    """The last bundle while there are fewer than 256 entries."""
    folder = os.path.join(core, "log", "tile", "entries", "000.p")
    return os.path.join(folder, max(os.listdir(folder), key=int))


def bundle(core, change):
    name = newest_bundle(core)
    with open(name, "rb") as file:
        data = file.read()
    entries = []
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at:at + 2], "big")
        entries.append(data[at + 2:at + 2 + length])
        at += 2 + length
    change(entries)
    with open(name, "wb") as file:
        for entry in entries:
            file.write(len(entry).to_bytes(2, "big") + entry)


def edit_tiles(core, index, was, now):
    def change(entries):
        entries[index] = swapped(entries[index], was.encode(), now.encode())
    bundle(core, change)


def reorder_tiles(core, one, other):
    def change(entries):
        entries[one], entries[other] = entries[other], entries[one]
    bundle(core, change)


def truncate_tiles(core, length):
    def change(entries):
        del entries[length:]
    bundle(core, change)


core, how, *words = sys.argv[1:]
if how == "edit-store":
    edit_store(core, *words, False)
elif how == "truncate-store":
    truncate_store(core)
elif how == "reorder-store":
    reorder_store(core, *map(int, words))
elif how == "fork":
    fork(core, *words)
elif how == "edit-tiles":
    edit_tiles(core, int(words[0]), *words[1:])
elif how == "reorder-tiles":
    reorder_tiles(core, *map(int, words))
elif how == "truncate-tiles":
    truncate_tiles(core, int(words[0]))
else:
    raise SystemExit("how?")
