// A planned register into a ledger: parties, mines, grants, then the entries that belong to each grant. Every step looks first at what the
// ledger holds, so that a second import adds nothing and one that was cut off goes on where it stopped.
import { isDeepStrictEqual } from "node:util";
import { ROLE } from "../../format/codes.ts";
import type { Body, KindName } from "../../format/kinds.ts";
import type { SubmitAnswer } from "../../intake.ts";
import { proposedIn } from "../../rules/acts/proposal.ts";
import type { List } from "../../rules/book/lists.ts";
import type { StoredEntry, View } from "../../store/view.ts";
import { CommandError } from "../../words/command-error.ts";
import { type Problem, sentence } from "../../words/problem.ts";
import type { PlannedGrant, RegisterPlan } from "../plan.ts";
import { grantBody, obligationBody, partyBody, siteBody, standingOf, statusBody } from "./bodies.ts";
import type { Factor } from "./factors.ts";

/** Signs statements of the authority and sends them, in order. */
export type Write = <K extends KindName>(kind: K, bodies: readonly Body<K>[]) => Promise<SubmitAnswer[]>;

/**
 * How many entries of each sort were added; `there` counts grants that the ledger already had, `approved` those that another person had
 * proposed in the same words, and `waiting` those that a second person has still to approve by importing the same register.
 */
export type Written = {
  parties: number;
  sites: number;
  factors: number;
  sources: number;
  obligations: number;
  suspended: number;
  there: number;
  /** Entries called distinct from a record that looks like them: rows of one register are told apart by the register. */
  distinct: number;
  approved: number;
  waiting: number;
};

type Told = (step: string, done: number, total: number) => void;
const AT_ONCE = 200;

/** Enters the plan; throws a CommandError when the ledger refuses an entry, after which the import can be run again. */
export async function writePlan(
  view: View,
  write: Write,
  kid: string,
  plan: RegisterPlan,
  factors: readonly Factor[],
  told: Told,
): Promise<Written> {
  const add = adder(write, told);
  const written: Written = {
    parties: 0,
    sites: 0,
    factors: 0,
    sources: 0,
    obligations: 0,
    suspended: 0,
    there: 0,
    distinct: 0,
    approved: 0,
    waiting: 0,
  };
  const names = await registered(
    view,
    "parties",
    "party.register",
    (body) => `${body.name}\n${body.roles.includes(ROLE.mineOperator)}`,
  );
  const partyBodies = plan.parties.map((party) => partyBody(party.name));
  const parties = await add(
    "party.register",
    partyBodies,
    (body) => names.take(`${body.name}\ntrue`),
    written,
    "parties",
  );
  const siteKey = (body: Body<"site.register">) => [body.party, body.type, body.name, body.commune ?? ""].join("\n");
  const known = await registered(view, "sites", "site.register", siteKey);
  const siteBodies = plan.sites.map((site) => siteBody(site, parties[site.party]!));
  const sites = await add("site.register", siteBodies, (body) => known.take(siteKey(body)), written, "sites");
  const factorKey = (body: Factor) =>
    [body.material, body.use, body.numerator, body.denominator, body.document].join("\n");
  const set = await registered(view, "proposals", "factor.set", factorKey);
  const needed = plan.grants.some(({ licence }) =>
    [licence.capacityBinding, licence.reserveBinding].some((each) => each?.unit === "m3"),
  );
  const wanted = needed ? [...factors] : [];
  const factorIndexes = await add("factor.set", wanted, (body) => set.take(factorKey(body)), written, "factors");
  const { open: unsigned } = await approveSame(view, write, kid, { indexes: factorIndexes, bodies: wanted }, written);
  written.waiting = unsigned.size;
  // A limit in cubic metres is converted by a factor in force: the licences follow when a second person has signed the factors.
  if (unsigned.size > 0) return written;
  const indexOf = new Map(wanted.map((factor, i) => [factor, factorIndexes[i]!]));
  const sourceKey = (body: Body<"source.grant">) =>
    [body.holder, body.number, body.issued ?? "", body.sites.join(), body.materials.join()].join("\n");
  const granted = await registered(view, "proposals", "source.grant", sourceKey);
  const bodies = plan.grants.map((grant) =>
    grantBody(grant, { party: parties[grant.party]!, site: sites[grant.site]! }, indexOf),
  );
  const sources = await add("source.grant", bodies, (body) => granted.take(sourceKey(body)), written, "sources");
  written.there = sources.length - written.sources;
  const { open, alike } = await approveSame<"source.grant">(view, write, kid, { indexes: sources, bodies }, written);
  // A row that looks like one which came into force since it was proposed is proposed anew, called distinct from it; the first person approves.
  await add("source.grant", alike, () => undefined, written, "sources");
  const inForce = plan.grants.flatMap((grant, i) =>
    open.has(sources[i]!) ? [] : [{ grant, source: sources[i]!, body: bodies[i]! }],
  );
  written.waiting = open.size;
  await addBeside(view, write, add, kid, inForce, written);
  return written;
}

type Proposed<K extends KindName> = { readonly indexes: readonly number[]; readonly bodies: readonly Body<K>[] };

/**
 * Approves what another person has proposed in the very words of this register. Answers what still waits for a second person, and the bodies that
 * look like a record in force since they were proposed.
 */
async function approveSame<K extends KindName>(
  view: View,
  write: Write,
  kid: string,
  { indexes, bodies }: Proposed<K>,
  written: Written,
): Promise<{ open: Set<number>; alike: Body<K>[] }> {
  const [keys, proposals] = [await view.facts("key", [kid]), await view.facts("proposal", indexes)];
  const person = keys.get(kid)?.person ?? null;
  const open = new Set<number>();
  const same: { index: number; body: Body<K> }[] = [];
  for (const [i, index] of indexes.entries()) {
    const proposal = proposals.get(String(index));
    if (!proposal || proposal.done) continue;
    open.add(index);
    const own = proposal.by.kid === kid || (person !== null && proposal.by.person === person);
    const { distinctFrom: _, ...said } = proposedIn(proposal).body as Body<"source.grant">;
    if (!own && isDeepStrictEqual(said, bodies[i])) same.push({ index, body: bodies[i]! });
  }
  const alike: Body<K>[] = [];
  for (let at = 0; at < same.length; at += AT_ONCE) {
    const some = same.slice(at, at + AT_ONCE);
    const approvals = some.map(({ index }) => ({ proposal: index }));
    for (const [j, answer] of (await write("approve", approvals)).entries()) {
      const { index, body } = some[j]!;
      if (answer.ok) open.delete(index);
      else if (alikeIn(answer) === undefined) throw refusalOf("approve", answer.problem);
      else alike.push(body);
      written.approved += answer.ok ? 1 : 0;
    }
  }
  return { open, alike };
}

/** Obligations and status of each grant that has none yet; an authority's later word on a source is left alone. */
async function addBeside(
  view: View,
  write: Write,
  add: Add,
  kid: string,
  inForce: readonly { grant: PlannedGrant; source: number; body: Body<"source.grant"> }[],
  written: Written,
): Promise<void> {
  const sources = inForce.map(({ source }) => source);
  const [attested, facts] = [await view.facts("obligations", sources), await view.facts("source", sources)];
  const obligations = inForce.flatMap(({ grant, source }) => {
    const body = attested.has(String(source)) ? undefined : obligationBody(grant, source);
    return body ? [body] : [];
  });
  const proposed = await registered(view, "proposals", "obligation.attest", ({ subject }) => String(subject));
  const find = ({ subject }: Body<"obligation.attest">) => proposed.take(String(subject));
  const indexes = await add("obligation.attest", obligations, find, written, "obligations");
  const { open } = await approveSame(view, write, kid, { indexes, bodies: obligations }, written);
  written.waiting += open.size;
  const statuses = inForce.flatMap(({ grant, source, body }) => {
    const standing = standingOf(grant, body);
    const untouched = facts.get(String(source))?.standing.index === source;
    return standing && untouched ? [statusBody(grant, source, standing)] : [];
  });
  await add("source.status", statuses, () => undefined, written, "suspended");
}

type Add = <K extends KindName>(
  kind: K,
  bodies: readonly Body<K>[],
  find: (body: Body<K>) => number | undefined,
  written: Written,
  count: keyof Written,
) => Promise<number[]>;

/** Enters what is not found and answers the index of each, in order. */
function adder(write: Write, told: Told): Add {
  return async (kind, bodies, find, written, count) => {
    const indexes = bodies.map(find);
    const fresh = bodies.flatMap((body, i) => (indexes[i] === undefined ? [{ body, i }] : []));
    for (let at = 0; at < fresh.length; at += AT_ONCE) {
      const some = fresh.slice(at, at + AT_ONCE);
      const answers = await writeDistinct(
        write,
        kind,
        some.map(({ body }) => body),
        written,
      );
      for (const [j, answer] of answers.entries()) {
        if (!answer.ok) throw refusalOf(kind, answer.problem);
        indexes[some[j]!.i] = answer.value.index;
        written[count] += 1;
      }
      told(kind, Math.min(at + AT_ONCE, fresh.length), fresh.length);
    }
    return indexes.map((index) => index!);
  };
}

/** Writes the bodies; one that is asked about a record which it resembles is sent again, called distinct from it. */
async function writeDistinct<K extends KindName>(
  write: Write,
  kind: K,
  bodies: readonly Body<K>[],
  written: Written,
): Promise<SubmitAnswer[]> {
  const answers = await write(kind, bodies);
  for (const [i, body] of bodies.entries()) {
    const named: number[] = [];
    for (let asked = alikeIn(answers[i]!); asked !== undefined; asked = alikeIn(answers[i]!)) {
      named.push(asked);
      answers[i] = (await write(kind, [{ ...body, distinctFrom: named }]))[0]!;
    }
    if (named.length > 0) written.distinct += 1;
  }
  return answers;
}

/** The record that a refused entry resembles. */
function alikeIn(answer: SubmitAnswer): number | undefined {
  const asked = !answer.ok && answer.problem.code === "resembles";
  return asked ? Number(answer.problem.figures.index) : undefined;
}

function refusalOf(kind: KindName, problem: Problem): CommandError {
  return new CommandError(`${kind}: ${sentence(problem, "vi")}`, `${kind}: ${sentence(problem, "en")}`, problem.code);
}

/** The ledger's entries of a kind, by key; each index is taken once, so that equal rows stay apart. */
class Registered {
  readonly #indexes = new Map<string, number[]>();

  note(key: string, index: number): void {
    const held = this.#indexes.get(key);
    if (held) held.push(index);
    else this.#indexes.set(key, [index]);
  }

  take(key: string): number | undefined {
    return this.#indexes.get(key)?.shift();
  }
}

async function registered<K extends KindName>(
  view: View,
  list: List,
  kind: K,
  keyOf: (body: Body<K>) => string,
): Promise<Registered> {
  const found = new Registered();
  for (let before: number | undefined; ; ) {
    const page = await view.list(list, 1000, before);
    const leaves = page.map(({ leaf }) => leaf);
    const entries = await view.entries(leaves);
    const over = list === "proposals" ? await takenBack(view, leaves) : new Set();
    for (const { entry, index } of entries)
      if (!over.has(index) && isKind(entry, kind)) found.note(keyOf(entry.body as Body<K>), index);
    if (page.length < 1000) return found;
    before = page.at(-1)!.leaf;
  }
}

/** Proposals that their makers took back. */
async function takenBack(view: View, leaves: readonly number[]): Promise<Set<number>> {
  const proposals = await view.facts("proposal", leaves);
  return new Set(leaves.filter((leaf) => proposals.get(String(leaf))?.withdrawn !== undefined));
}

function isKind(entry: StoredEntry["entry"], kind: KindName): boolean {
  return entry.kind === kind;
}
