"""An exported log checked from nothing but its files: chain, tree, head, signers (docs/format.md, "An export")."""

from so_nguon import (
    GENESIS,
    KEY_REGISTER,
    acceptable,
    holds,
    kid_of,
    leaf_hash,
    need,
    node_hash,
    open_entry,
    open_head,
    open_leaf,
    root_of,
    sha256,
    verify_entry,
)


def tile_name(index: int, width: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*("x" + group for group in groups[:-1]), groups[-1]])
    return path if width == 256 else f"{path}.p/{width}"


def read_leaves(files: dict, size: int) -> list:
    leaves = []
    for index in range(-(-size // 256)):
        width = min(256, size - 256 * index)
        data = files.get("tile/entries/" + tile_name(index, width))
        need(data is not None, f"bundle: {index} is missing")
        for _ in range(width):
            need(len(data) >= 2, "bundle: too few leaves")
            end = 2 + int.from_bytes(data[:2], "big")
            need(len(data) >= end, "bundle: cut short")
            leaves.append(data[2:end])
            data = data[end:]
        need(data == b"", "bundle: more leaves than the head says")
    return leaves


def check_chain(leaves: list) -> list:
    opened, previous, received = [], sha256(b""), 0
    for index, data in enumerate(leaves):
        leaf = open_leaf(data)
        need(leaf["index"] == index, f"leaf: index at {index}")
        need(leaf["previous"] == previous, f"chain: broken at {index}")
        need(leaf["received"] >= received, f"clock: runs back at {index}")
        previous, received = leaf_hash(data), leaf["received"]
        opened.append(leaf)
    return opened


def check_tiles(files: dict, hashes: list):
    level = 0
    while hashes:
        for index in range(-(-len(hashes) // 256)):
            part = hashes[256 * index : 256 * index + 256]
            tile = files.get(f"tile/{level}/" + tile_name(index, len(part)))
            need(tile == b"".join(part), f"tile: {level}/{index}")
        for _ in range(8):
            hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes) - 1, 2)]
        level += 1


def signers_of_genesis(leaf: dict, head: dict) -> dict:
    """Keys that may sign from the start, after entry 0 has proved itself with one of its own roots."""
    body = open_entry(leaf["entry"])["body"]
    need(body.get(1) == head["origin"], "genesis: origin")
    roots, log_key, operator = body.get(2), body.get(3), body.get(4)
    need(type(roots) is list and len(roots) == 3, "genesis: roots")
    need(log_key == head["key"], "genesis: log key")
    keys = [*roots, operator]
    need(all(type(key) is bytes and acceptable(key) for key in keys), "key: not acceptable")
    need(len({kid_of(key) for key in keys}) == 4, "key: kid taken")
    entry = verify_entry(leaf["entry"], head["origin"], {kid_of(key): key for key in roots})
    need(entry["kind"] == GENESIS, "genesis: kind")
    return {kid_of(key): key for key in keys}


def register(body: dict, origin: str, signers: dict):
    key, possession = body.get(2), body.get(3)
    need(type(key) is bytes and acceptable(key), "key: not acceptable")
    need(kid_of(key) not in signers, "key: kid taken")
    message = b"so-nguon/pop/v1\n" + origin.encode() + key
    need(type(possession) is bytes and holds(key, message, possession), "key: possession")
    signers[kid_of(key)] = key


def check_entries(leaves: list, head: dict):
    signers = signers_of_genesis(leaves[0], head)
    numbers, ids = set(), set()
    for index, leaf in enumerate(leaves):
        entry = verify_entry(leaf["entry"], head["origin"], signers)
        need((entry["kind"] == GENESIS) == (index == 0), f"genesis: a second one at {index}")
        need(entry["id"] not in ids, f"twice: entry at {index}")
        need((entry["kid"], entry["seq"]) not in numbers, f"twice: seq at {index}")
        ids.add(entry["id"])
        numbers.add((entry["kid"], entry["seq"]))
        if entry["kind"] == KEY_REGISTER:
            register(entry["body"], head["origin"], signers)


def verify_export(files: dict, vkey: str, since: str | None = None):
    """The tree head of an export in which every leaf, hash and signature is right."""
    head = open_head(files["checkpoint"].decode(), vkey)
    need(head["size"] > 0, "genesis: an empty log")
    leaves = read_leaves(files, head["size"])
    opened = check_chain(leaves)
    hashes = [leaf_hash(leaf) for leaf in leaves]
    need(root_of(hashes) == head["root"], "root: another tree")
    check_tiles(files, hashes)
    check_entries(opened, head)
    if since is not None:
        old = open_head(since, vkey)
        need(old["size"] <= head["size"], "since: the log shrank")
        need(root_of(hashes[: old["size"]]) == old["root"], "since: history rewritten")
    return head
