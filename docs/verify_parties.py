"""Who has which part of a project, who keeps a place, and who acts for whom, when a leaf came [Court bundle, Parties]; beside verify.py."""

from functools import lru_cache

PARTY, SITE, PROJECT, APPROVE = 2, 8, 17, 21
AMEND_PROJECT, SUCCEED_SOURCE, AMEND_SITE, SUCCEED_PARTY = 90, 91, 92, 97
CONTRACTOR, OWNER, SUPERVISOR, TREASURY = 0, 3, 4, 5


def approvals(bundle, proposal, before):
    return [i for i, e in bundle.entries.items() if i < before and e["kind"] == APPROVE and e["body"].get(1) == proposal]


def done(bundle, kind, before):
    """Bodies of the proposals of a kind that somebody had approved before a leaf."""
    return [e["body"] for i, e in bundle.entries.items() if e["kind"] == kind and approvals(bundle, i, before)]


@lru_cache(None)
def successions(bundle, before):
    """Predecessor and successor: signed by the successor, a second person of the proposing office and, unless a root proposed it, the predecessor."""
    found = []
    for index, entry in bundle.entries.items():
        if entry["kind"] != SUCCEED_PARTY:
            continue
        by, signed = bundle.party(index), [bundle.party(each) for each in approvals(bundle, index, before)]
        old, new = entry["body"][1], entry["body"][2]
        parts = [new] if by is None else [new, old]
        if by in signed and all(each == by or each in signed for each in parts):
            found.append((old, new))
    return found


@lru_cache(None)
def acting(bundle, index):
    """The parties for which the signer of a leaf acts: its own, and those whose place that one had taken."""
    parties = [] if bundle.party(index) is None else [bundle.party(index)]
    pairs = successions(bundle, index)
    for heir in parties:
        parties += [old for old, new in pairs if new == heir and old not in parties]
    return parties


def same(bundle, one, other):
    """True if two parties are one, or have gone over to the same."""
    if one is None or other is None or one == other:
        return one == other
    after = dict(successions(bundle, bundle.size))

    def heir(party):
        for _ in range(len(after)):
            party = after.get(party, party)
        return party

    return heir(one) == heir(other)


def keeps(bundle, site, index):
    """True if the signer of a leaf acts for the keeper of a place, or for one that an amendment had made its keeper."""
    body = bundle.said(site, SITE)
    keepers = [] if body is None else [body[3], *(each[4] for each in done(bundle, AMEND_SITE, index) if each[1] == site and 4 in each)]
    return any(party in keepers for party in acting(bundle, index))


def goes_over(bundle, source, successor):
    """True if the kilograms of a source are sent under another one that it went over to."""
    after = {each[1]: each[2] for each in done(bundle, SUCCEED_SOURCE, bundle.size)}
    for _ in range(len(after)):
        source = source if source == successor else after.get(source, source)
    return source == successor


@lru_cache(None)
def chairs(bundle, project, before):
    """A project's parties one after the other until a leaf: its own, then those of each amendment that all had signed."""
    body = bundle.said(project, PROJECT)
    if body is None:
        return []
    states = [{part: body[part] for part in (OWNER, SUPERVISOR, TREASURY)} | {"packages": {each[1]: each[3] for each in body[6]}}]
    for index, entry in bundle.entries.items():
        proposal = entry["body"].get(1) if entry["kind"] == APPROVE else index
        change = bundle.said(proposal, AMEND_PROJECT) if index < before and type(proposal) is int else None
        if change is None or change[1] != project:
            continue
        now = states[-1]
        then = {part: change.get(part, now[part]) for part in (OWNER, SUPERVISOR, TREASURY)}
        then["packages"] = now["packages"] | {each[1]: each[3] for each in change.get(6, [])}
        needed = {then[OWNER], then[TREASURY]} | ({then[SUPERVISOR]} - {now[SUPERVISOR]})
        needed |= {party for number, party in then["packages"].items() if now["packages"].get(number) != party}
        by = [proposal, *approvals(bundle, proposal, index)]
        earlier = {party for each in by if each < index for party in acting(bundle, each)}
        if needed <= earlier | set(acting(bundle, index)) and not needed <= earlier:
            states.append(then)
    return states


def parts_of(state, package):
    return {CONTRACTOR: state["packages"].get(package), OWNER: state[OWNER], SUPERVISOR: state[SUPERVISOR]}


def held(bundle, project, package, index):
    """The parts in a package that the signer of a leaf has when it comes."""
    parties = acting(bundle, index)
    return {part for part, party in parts_of(chairs(bundle, project, index)[-1], package).items() if party in parties}
