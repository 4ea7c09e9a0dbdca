// Where a fault can strike: each statement that the sequencer sends and each step of the signer, by name. A statement that is new to
// this list fails the suite: whoever adds one to the sequencer gives it a name here, and with it its faults.

/** What the sequencer asks of the database → the statement's text. The order is that of the way. */
export const STATEMENTS = {
  "head: where the log ends": /^select \* from "ledger"\."head"/,
  "head: on every disk": /^select pg_is_in_recovery\(\) as standby/,
  "hashes: subtrees": /^select "hash" from "ledger"\."node"/,
  "hashes: leaves": /^select "leaf_hash" from "ledger"\."leaf"/,
  "load: facts by number": /from ledger\.fact\b/,
  "load: facts by name": /^\s*select wanted[\s\S]* from ledger\.named\b/,
  "load: numbers used": /join ledger\.leaf on leaf\.kid/,
  "load: highest numbers": /select max\(seq\) from ledger\.leaf/,
  "load: an anchor's head": /^select "received_ms" from "ledger"\."leaf"/,
  "load: lots of an account": /from ledger\.lot\s+where account =/,
  "load: lots and their origin": /with recursive chain/,
  "load: slips by code": /^\s*select code, max\(index\) as slip from ledger\.leaf/,
  "load: codes waiting": /from "ledger"\."listing"/,
  "load: since when": /^select "received_ms" from "ledger"\."head"/,
  "load: what is due": /from "ledger"\."due"/,
  append: /^with moved as/,
  "receipt: a stored leaf": /^select "index", "received_ms", "carried", "entry"/,
  "desk: a number used twice": /^insert into "desk"\."equivocation"/,
} as const satisfies Record<string, RegExp>;
export type Statement = keyof typeof STATEMENTS;
export const STATEMENT_NAMES = Object.keys(STATEMENTS) as Statement[];

/** The statement's name; throws for one that the list does not know. */
export function statementOf(text: string): Statement {
  const name = STATEMENT_NAMES.find((each) => STATEMENTS[each].test(text));
  if (!name) throw new Error(`a statement without a name in test/faults/points.ts: ${text.slice(0, 200)}`);
  return name;
}

/** Steps of the signer with its memory in a file, in their order. */
export const SIGNER_STEPS = [
  "before its turn",
  "its turn come, nothing read",
  "memory read",
  "about to write",
  "1 byte written",
  "half of the record written",
  "all but the last byte written",
  "written, not synced",
  "synced, turn not given back",
  "memory written, nothing signed",
  "signed, not handed on",
  "handed on, nobody answered",
] as const;
export type SignerStep = (typeof SIGNER_STEPS)[number];

/** How many bytes of a record are on disk when the process dies inside the write. */
export const TORN: Partial<Record<SignerStep, number>> = {
  "1 byte written": 1,
  "half of the record written": 256,
  "all but the last byte written": 511,
};

/** Where the embedded database puts a commit on disk. */
export const DISK_STEPS = ["log half written", "log written, not synced", "log synced, not answered"] as const;
export type DiskStep = (typeof DISK_STEPS)[number];

/** One place to stop a process: the `nth` time that it gets there. */
export type Stop = { step: string; nth: number };

/** Asked of a server alone. */
const ON_EVERY_DISK: Statement = "head: on every disk";

const sent: readonly Statement[] = ["head: where the log ends", "append"];

/** Every place at which a process on that kind of database is killed. */
export function stopsOf(kind: "postgres" | "pglite"): Stop[] {
  const once = (steps: readonly string[]) => steps.map((step) => ({ step, nth: 1 }));
  const names = STATEMENT_NAMES.filter((name) => kind === "postgres" || name !== ON_EVERY_DISK);
  const statements = names.flatMap((name) => [`${name}, before`, `${name}, after`]);
  const second = ["append, before", "append, after"].map((step) => ({ step, nth: 2 }));
  const signer = SIGNER_STEPS.map((step) => ({ step: `signer: ${step}`, nth: 1 }));
  const own = kind === "postgres" ? sent.map((name) => `${name}, sent`) : DISK_STEPS.map((step) => `disk: ${step}`);
  const way = [...once(statements), ...second, ...once(own), ...signer];
  // From both ends in turn: if every life died before its first append, nothing would ever be at stake.
  return way.map((_, i) => (i % 2 === 0 ? way[way.length - 1 - i / 2]! : way[(i - 1) / 2]!));
}

/** How a connection breaks at a statement. */
export const CUTS = ["cut before it is sent", "cut before its answer", "ended by the server"] as const;
export type Cut = (typeof CUTS)[number];

/** Every way in which a connection is cut: each statement in each way, and the append together with the look at what became of it. */
export function cutsOf(): { statement: Statement; nth: number; cut: Cut }[][] {
  const alone = STATEMENT_NAMES.flatMap((statement) => CUTS.map((cut) => [{ statement, nth: 1, cut }]));
  const readBack = "head: where the log ends" as const;
  const both = CUTS.flatMap((cut) =>
    CUTS.map((then) => [
      { statement: "append" as const, nth: 1, cut },
      { statement: readBack, nth: 1, cut: then },
    ]),
  );
  return [...alone, ...both];
}

/**
 * Who of a server is killed: all its processes at once; the first alone, whose orphans end by themselves; the one that serves the
 * connection, after which the first ends all others and recovers.
 */
export const VICTIMS = ["server", "postmaster", "backend"] as const;
export type Victim = (typeof VICTIMS)[number];

/** When, in the way of a statement, the server is killed. */
export const MOMENTS = [
  "killed before it is sent",
  "killed as it is sent",
  "killed before its answer",
  "killed after its answer",
] as const;
export type Moment = (typeof MOMENTS)[number];

/** One blow to the server at a statement; `afterUs` microseconds after it was sent. */
export type Blow = { statement: Statement; nth: number; cut: Moment; victim: Victim; afterUs: number };

/** Steps of the signer at which the server is killed; what goes on inside the write is between the signer and its own disk. */
export const SIGNER_BLOWS: readonly SignerStep[] = [
  "before its turn",
  "its turn come, nothing read",
  "memory read",
  "about to write",
  "memory written, nothing signed",
  "signed, not handed on",
  "handed on, nobody answered",
];

/** How far the server has come with an append when it is killed; see server-inside.test.ts. */
export const INSIDE = [
  "half of its rows inserted",
  "its commit in memory, not in the log",
  "its commit in the log, not at the standby",
] as const;

/** Where the primary dies for good and its synchronous standby is promoted; see failover.test.ts. */
export const FAILOVERS: readonly Blow[] = [
  ...MOMENTS.map((cut) => ({ statement: "append" as const, cut })),
  { statement: ON_EVERY_DISK, cut: "killed as it is sent" as const },
  { statement: ON_EVERY_DISK, cut: "killed before its answer" as const },
].map((each) => ({ ...each, nth: 1, victim: "server", afterUs: 0 }));

/** Blows in the storm of server-inside.test.ts. */
export const STORM = 27;

/** Every blow: the whole server at each moment of each statement; each victim where it matters; and time after time into the append. */
export function blowsOf(): Blow[] {
  const whole = STATEMENT_NAMES.flatMap((statement) =>
    MOMENTS.map((cut) => ({ statement, nth: 1, cut, victim: "server" as const, afterUs: 0 })),
  );
  const after = ["append", "head: where the log ends", ON_EVERY_DISK] as const;
  const parts = after.flatMap((statement) =>
    (["postmaster", "backend"] as const).flatMap((victim) =>
      MOMENTS.slice(1).map((cut) => ({ statement, nth: 1, cut, victim, afterUs: 0 })),
    ),
  );
  const into = [250, 500, 1000, 1500, 2000, 3000, 4000, 6000, 8000, 12_000].map((afterUs) => ({
    statement: "append" as const,
    nth: 1,
    cut: "killed as it is sent" as const,
    victim: "server" as const,
    afterUs,
  }));
  return [...whole, ...parts, ...into];
}
