// The stages of the tests, in the order in which CI runs them. `npm test` runs them all, `npm test -- --project NAME` runs one.

/** The test files of one stage, as globs from the root of the repository. */
export type Stage = {
  readonly name: string;
  readonly include: string[];
  readonly exclude: string[];
  /** How often a test that failed is tried again. */
  readonly retry?: number;
};

const edges = "test/format/edges.test.ts";
/** Pure facts: no database, no browser, no server. About a minute in all. */
const check = [
  "test/{format,rules,register,scale,stories,cases,golden,paper,score,fuzz}/**/*.test.ts",
  "test/{eventlog,house,problem}.test.ts",
];
/** Whatever asks Chromium, one file at a time (test/house.test.ts finds a file that is missing here). Pages that need none run with the databases. */
const browser = [
  "test/web/{acts,desk-browser,field-browser,islands,layout,office-sign,road-browser,signals,verify,weak-network}.test.ts",
  "test/keys/enrol-browser.test.ts",
  edges,
];
/** Processes killed at every step: each file has a ledger of its own and counts steps, not seconds, so that two may run at once. */
const kills = ["test/faults/kill-*.test.ts", "test/faults/server-kill.test.ts"];
/** Disks filled, networks cut, clocks moved, standbys promoted: each file has servers and folders of its own, so that two may run at once. */
const faults = ["test/faults/**/*.test.ts"];
/** Verifiers that share no code with ours, in Go and in Python. */
const foreign = ["test/foreign/**/*.test.ts"];

export const STAGES: readonly Stage[] = [
  { name: "check", include: check, exclude: [edges] },
  // Every file that no other stage names, so that a new test is always run.
  { name: "database", include: ["test/**/*.test.ts"], exclude: [...check, ...browser, ...faults, ...foreign] },
  // A machine that starves Chromium for half a minute fails a wait that is right; a test that needed its second try is counted by name.
  { name: "browser", include: browser, exclude: [], retry: 1 },
  { name: "kills", include: kills, exclude: [] },
  { name: "faults", include: faults, exclude: kills },
  { name: "foreign", include: foreign, exclude: [] },
];
