// `npm run fuzz -- --what bundles,notes --n 100000 --seed 1`: mutants by the hundred thousand of what strangers hand over, before our
// readers and those in Python. One mutant again: `--from ROUND --n 1 --keep FILE`.
import fs from "node:fs";
import { parseArgs } from "node:util";
import { bundleTarget, type HeldBundle, historyTarget } from "./bundle-targets.ts";
import { exportTarget } from "./export-target.ts";
import { type MutationCount, runMutants } from "./mutation-run.ts";
import { PythonReader } from "./python-reader.ts";
import { rememberSignatures } from "./remembered.ts";
import { bundleOf, playResultLog } from "./result-log.ts";
import type { Target } from "./target.ts";
import { keysTarget, noteTarget, policyTarget, qrTarget, receiptTarget } from "./text-targets.ts";

const MOST_RSS = 2 * 1024 ** 3;
/** Leaves of the export: enough for registrations by roots and by persons. */
const EXPORT_LENGTH = 48;

async function targetsOf(): Promise<Record<string, () => Promise<Target>>> {
  const world = await playResultLog();
  const held: HeldBundle[] = [];
  for (const about of [world.paid, world.part, world.slip])
    held.push({ bytes: await bundleOf(world.leaves, about, world.log), vkey: world.vkey });
  const histories = [world.paid, world.part, world.slip].map((about, i) => [about, held[i]!.bytes] as const);
  return {
    bundles: async () => bundleTarget(held),
    histories: async () => historyTarget(world, histories),
    exports: () => exportTarget(world, EXPORT_LENGTH),
    notes: () => noteTarget(world),
    proofs: () => receiptTarget(world),
    slips: () => qrTarget(world),
    keys: () => keysTarget(world, held[2]!.bytes),
    policies: () => policyTarget(world),
  };
}

function print(
  { target, seed, rounds, accepted, asked, slowestMs, said, faults }: MutationCount,
  seconds: number,
): void {
  const answers = [...said].sort((a, b) => b[1] - a[1]).map(([what, n]) => `${what} ${n}`);
  console.log(
    `${target}, seed ${seed}: ${rounds} mutants in ${seconds} s, ${accepted} accepted, ${asked} asked in Python, slowest ${Math.ceil(slowestMs)} ms, ${faults.length} faults`,
  );
  console.log(`  ${answers.join(", ")}`);
  const sorts = new Map<string, number[]>();
  for (const { what, round } of faults) sorts.set(what, [...(sorts.get(what) ?? []), round]);
  for (const [what, at] of sorts) console.log(`  FAULT ${at.length}×: ${what} (round ${at.slice(0, 4).join(", ")})`);
}

const { values } = parseArgs({
  options: {
    what: { type: "string", default: "" },
    n: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    every: { type: "string", default: "10" },
    keep: { type: "string" },
  },
});

rememberSignatures();
const targets = await targetsOf();
const names = values.what === "" ? Object.keys(targets) : values.what.split(",");
const python = new PythonReader();
let wrong = 0;
for (const name of names) {
  const make = targets[name];
  if (!make) throw new Error(`--what is of ${Object.keys(targets).join(", ")}`);
  const target = await make();
  const started = Date.now();
  const [seed, rounds, from, every] = [values.seed, values.n, values.from, values.every].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const count = await runMutants(target, { seed, rounds, from, every, python, isTimed: true });
  if ("done" in target) (target.done as () => void)();
  print(count, Math.round((Date.now() - started) / 1000));
  if (values.keep) fs.writeFileSync(values.keep, `${JSON.stringify(count.faults, null, 1)}\n`);
  wrong += count.faults.length;
}
python.end();
const { maxRSS } = process.resourceUsage();
console.log(`most memory: ${Math.round(maxRSS / 1024)} MB`);
process.exitCode = wrong > 0 || maxRSS * 1024 > MOST_RSS ? 1 : 0;
