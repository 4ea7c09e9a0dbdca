// `npm run score`: plays provinces with a hidden truth on all cores, and exits with 1 where a promise of docs/fraud.md is broken.
import os from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { addFinished, readFinished } from "../score/finished.ts";
import { type OtherNumbers, readNumbers } from "../score/other-rules.ts";
import type { SeedResult } from "../score/play-seed.ts";
import { type Score, tally } from "../score/tally.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    file: { type: "string" },
    set: { type: "string", multiple: true, default: [] },
    json: { type: "boolean", default: false },
  },
});

/** Plays the seeds that are not in the file yet, one thread for each core. */
async function playAll(
  seeds: readonly number[],
  numbers: OtherNumbers,
  file: string | undefined,
): Promise<SeedResult[]> {
  const wanted = new Set(seeds);
  const results = file === undefined ? [] : readFinished(file, numbers).filter(({ seed }) => wanted.has(seed));
  for (const { seed } of results) wanted.delete(seed);
  const queue = [...wanted];
  const startedMs = performance.now();
  let loads = 0;
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("../score/score-thread.ts", import.meta.url), { workerData: numbers });
      const next = () => {
        const seed = queue.shift();
        if (seed !== undefined) worker.postMessage(seed);
        else worker.terminate().then(() => resolve(), reject);
      };
      worker.on("error", reject);
      worker.on("message", (result: SeedResult) => {
        results.push(result);
        if (file !== undefined) addFinished(file, result);
        loads += result.honest.loads + result.among.loads;
        const minutes = (performance.now() - startedMs) / 60_000;
        const rate = Math.round(loads / minutes);
        process.stderr.write(
          `\r${results.length}/${seeds.length} tỉnh · provinces, ${rate} chuyến/phút · loads a minute `,
        );
        next();
      });
      next();
    });
  await Promise.all(Array.from({ length: Math.min(os.availableParallelism(), queue.length) }, work));
  process.stderr.write("\n");
  return results.sort((a, b) => a.seed - b.seed);
}

function tell(score: Score): void {
  const { honest, signals, crimes, amongCrooks } = score;
  console.log(`${score.seeds} tỉnh, ${honest.loads} chuyến thật, ${honest.kg} kg · provinces, honest loads, kg`);
  console.log(
    `nghi vấn đến cuối · contested in the end: ${honest.contestedKg} kg; từng bị nghi vấn · ever: ${honest.everContested}, tự gỡ được · mended: ${honest.mended}, lâu nhất · longest ${honest.longestHours} h`,
  );
  console.log(
    `chờ xuất phiếu · delayed: ${honest.delayed} (${honest.longestDelayMinutes} min), không xuất được · refused: ${honest.refusedKg} kg, mắc lại · stranded: ${honest.strandedKg} kg ${JSON.stringify(honest.stranded)}`,
  );
  console.log(
    `hồ sơ thật · honest dossiers: ${honest.dossiers}, bị từ chối · refused ${honest.dossiersRefused}, bị cắt · cut ${honest.dossiersCut}`,
  );
  console.log(`nghi vấn vì kẻ gian · contested for crooks: ${amongCrooks.contestedKg} kg of ${amongCrooks.kg}`);
  console.table(signals);
  console.table(
    Object.fromEntries(
      Object.entries(crimes).map(([kind, { by, ...row }]) => [kind, { ...row, by: Object.keys(by).join(" ") }]),
    ),
  );
  for (const each of score.broken) console.log(`không giữ được · broken: ${each}`);
}

const first = Number(values.from);
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => first + i);
const score = tally(await playAll(seeds, readNumbers(values.set), values.file));
if (values.json) console.log(JSON.stringify(score, null, 2));
else tell(score);
process.exit(score.broken.length > 0 ? 1 : 0);
