"""An exported log checked from nothing but its files: chain, tree, head, signers (docs/format.md, "An export")."""

from so_nguon import (
    APPROVE,
    GENESIS,
    KEY_ADD,
    KEY_REGISTER,
    KEY_ROTATE,
    LOG_ROTATE,
    OBSERVATIONS,
    SLIP,
    Refused,
    acceptable,
    holds,
    kid_of,
    leaf_hash,
    need,
    node_hash,
    open_entry,
    open_head,
    open_leaf,
    open_vkey,
    root_of,
    sha256,
    size_said,
    verify_entry,
    vkey_of,
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


class Registry:
    """Who may sign entries, and with which key heads are signed, as the entries so far say."""

    def __init__(self, leaf: dict, origin: str):
        """After entry 0 has proved itself with one of its own roots."""
        body = open_entry(leaf["entry"])["body"]
        need(body.get(1) == origin, "genesis: origin")
        roots, log_key, operator = body.get(2), body.get(3), body.get(4)
        need(type(roots) is list and len(roots) == 3, "genesis: roots")
        keys = [*roots, operator, log_key]
        need(all(type(key) is bytes and acceptable(key) for key in keys), "key: not acceptable")
        need(len({kid_of(key) for key in keys}) == 5, "key: kid taken")
        entry = verify_entry(leaf["entry"], origin, {kid_of(key): key for key in roots})
        need(entry["kind"] == GENESIS, "genesis: kind")
        self.origin, self.opening = origin, entry["id"]
        self.signers = {kid_of(key): key for key in keys[:4]}
        self.roots = {kid_of(key) for key in roots}
        self.proposals, self.registrations = {}, {}
        # Whose each registered key is: party and person.
        self.holders = {}
        # Each key of the log, the size from which on it signs heads, and whether the one before vouched for it.
        self.log_keys = [(0, log_key, False)]

    def log_key_at(self, size: int) -> bytes:
        return [key for first, key, _ in self.log_keys if first <= size][-1]

    def new_key(self, key: bytes, possession: bytes):
        need(type(key) is bytes and acceptable(key), "key: not acceptable")
        taken = [*self.signers, *(kid_of(each) for _, each, _ in self.log_keys)]
        need(kid_of(key) not in taken, "key: kid taken")
        message = b"so-nguon/pop/v1\n" + self.origin.encode() + key
        need(type(possession) is bytes and holds(key, message, possession), "key: possession")

    def enter_key(self, key: bytes, holder):
        need(kid_of(key) not in self.signers, "key: kid taken")
        self.signers[kid_of(key)] = key
        self.holders[kid_of(key)] = holder

    def is_second(self, proposer: bytes, by: bytes) -> bool:
        """Another root after a root; after anyone else another person of the same party."""
        if proposer in self.roots:
            return by in self.roots and by != proposer
        one, other = self.holders.get(proposer), self.holders.get(by)
        return bool(one and other and one[0] == other[0] and None not in (one[1], other[1]) and one[1] != other[1])

    def take(self, index: int, entry: dict):
        kind, body, by = entry["kind"], entry["body"], entry["kid"]
        if kind == KEY_REGISTER:
            self.new_key(body.get(2), body.get(3))
            self.registrations[index] = (by, body)
        if kind == APPROVE and body.get(1) in self.registrations:
            proposer, proposed = self.registrations.pop(body[1])
            need(self.is_second(proposer, by), "key: not approved by a second person")
            self.enter_key(proposed[2], (proposed.get(1), proposed.get(4)))
        if kind in (KEY_ROTATE, KEY_ADD):
            self.new_key(body.get(1), body.get(2))
            self.enter_key(body[1], self.holders.get(by))
        if kind == LOG_ROTATE:
            need(by in self.roots, "rotation: proposed by no root")
            self.proposals[index] = (by, body)
        if kind == APPROVE and body.get(1) in self.proposals:
            proposer, proposed = self.proposals.pop(body[1])
            need(by in self.roots and by != proposer, "rotation: not approved by another root")
            self.replace(index + 1, proposed)

    def replace(self, size: int, body: dict):
        old, key = bytes.fromhex(body[1]), bytes.fromhex(body[2])
        self.new_key(key, bytes.fromhex(body[3]))
        log_key = self.log_keys[-1][1]
        if old == kid_of(log_key):
            message = b"so-nguon/handover/v1\n" + self.origin.encode() + self.opening + key
            said = bytes.fromhex(body[5]) if 5 in body else None
            need(said is None or holds(log_key, message, said), "rotation: handover")
            self.log_keys.append((size, key, said is not None))
            return
        need(old in self.signers, "rotation: of no such key")
        del self.signers[old]
        self.signers[kid_of(key)] = key
        if old in self.roots:
            self.roots = self.roots - {old} | {kid_of(key)}


def embedded(entry: dict):
    """The slip's bytes inside an observation, where it embeds them."""
    slip = entry["body"].get(1) if entry["kind"] in OBSERVATIONS else None
    return slip.get(2) if type(slip) is dict else None


def check_entries(leaves: list, origin: str) -> Registry:
    registry = Registry(leaves[0], origin)
    numbers, ids, waiting = set(), set(), None
    for index, leaf in enumerate(leaves):
        entry = verify_entry(leaf["entry"], origin, registry.signers)
        need((entry["kind"] == GENESIS) == (index == 0), f"genesis: a second one at {index}")
        need(entry["id"] not in ids, f"twice: entry at {index}")
        need((entry["kid"], entry["seq"]) not in numbers, f"twice: seq at {index}")
        ids.add(entry["id"])
        numbers.add((entry["kid"], entry["seq"]))
        need(waiting is None or embedded(entry) == waiting, f"carried: by no entry at {index}")
        need(not leaf["carried"] or entry["kind"] == SLIP, f"carried: no slip at {index}")
        waiting = leaf["entry"] if leaf["carried"] else None
        registry.take(index, entry)
    need(waiting is None, "carried: by no entry")
    return registry


def open_any(files: dict, note: str, vkey: str):
    """The head under the pinned key, or under another that the log's entries name; whether that one is in force they tell later."""
    name, pinned = open_vkey(vkey)
    try:
        return open_head(note, vkey)
    except Refused as refused:
        if not str(refused).startswith("head: not signed"):
            raise
        bodies = [open_entry(open_leaf(leaf)["entry"]) for leaf in read_leaves(files, size_said(note))]
        rotated = [bytes.fromhex(each["body"][2]) for each in bodies if each["kind"] == LOG_ROTATE]
        keys = [bodies[0]["body"].get(3), *rotated]
        if rotated and pinned in keys:
            for key in keys:
                try:
                    return open_head(note, vkey_of(name, key))
                except Refused:
                    continue
        raise refused


def check_keys(registry: Registry, head: dict, pinned: bytes):
    """The head is signed by the key in force; the pinned one is that, or began the line that leads to it."""
    keys = [each for each in registry.log_keys if each[0] <= head["size"]]
    if len(keys) == 1:
        need(keys[0][1] == head["key"], "genesis: log key")
    need(keys[-1][1] == head["key"], "head: signed by a key that is not in force")
    at = [key for _, key, _ in keys].index(pinned) if pinned in [key for _, key, _ in keys] else None
    need(at is not None, "vkey: none of the log's keys")
    need(at + 1 == len(keys) or keys[at + 1][2], "vkey: the pinned key vouched for no successor")


def text_of(files: dict, path: str) -> str:
    need(path in files, f"file: no {path}")
    try:
        return files[path].decode()
    except UnicodeDecodeError:
        raise Refused(f"file: {path} is no text") from None


def check_vkey_file(files: dict, registry: Registry):
    """log.vkey says what the entries say: the newest key first, each but entry 0's with the size from which on it signs."""
    lines = [vkey_of(registry.origin, key) + (f" {first}" if first else "") for first, key, _ in reversed(registry.log_keys)]
    need(text_of(files, "log.vkey") == "".join(line + "\n" for line in lines), "vkey: log.vkey says another thing than the log")


def verify_export(files: dict, vkey: str, since: str | None = None):
    """The tree head of an export in which every leaf, hash and signature is right."""
    name, pinned = open_vkey(vkey)
    head = open_any(files, text_of(files, "checkpoint"), vkey)
    need(head["size"] > 0, "genesis: an empty log")
    leaves = read_leaves(files, head["size"])
    opened = check_chain(leaves)
    hashes = [leaf_hash(leaf) for leaf in leaves]
    need(root_of(hashes) == head["root"], "root: another tree")
    check_tiles(files, hashes)
    registry = check_entries(opened, head["origin"])
    check_keys(registry, head, pinned)
    check_vkey_file(files, registry)
    if since is not None:
        old = open_head(since, vkey_of(name, registry.log_key_at(size_said(since))))
        need(old["size"] <= head["size"], "since: the log shrank")
        need(root_of(hashes[: old["size"]]) == old["root"], "since: history rewritten")
    return head
