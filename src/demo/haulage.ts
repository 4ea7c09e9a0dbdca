// Hauling in the demo: rounds of vehicles that load, pass the checkpoint where the way has one, and are received.
import { COLOUR, DIRECTION, type Material, MEASURE } from "../format/codes.ts";
import type { Body } from "../format/kinds.ts";
import type { SubmitAnswer } from "../intake.ts";
import { minuteOf } from "../rules/numbers/time.ts";
import { sentence } from "../words/problem.ts";
import type { Province } from "./province.ts";
import type { Scribe } from "./scribe.ts";

/** A haul on a route: the load, its sender and its receiver. Masses are kilograms. */
export type Haul = {
  readonly route: string;
  readonly sender: string;
  readonly receiver: string;
  readonly to: number;
  readonly minutes: number;
  readonly package?: number;
  readonly load:
    | { source: number; material: Material }
    | { material: Material }
    | { product: number; quantityMilli: number };
  readonly massKg: (n: number) => number;
  /** The difference on the receiver's scale: drained water, dust. */
  readonly lessKg: (n: number) => number;
  readonly passes: boolean;
  /** Where others than the province's trucks and mixers carry it. */
  readonly vehicles?: readonly number[];
  /** Of a barge, which has no scale. */
  readonly measure?: typeof MEASURE.draught;
};

/** Loads whose way is over, in order. */
export type Hauled = { readonly slip: number; readonly massKg: number };

/** Hauls `count` loads in rounds of all vehicles of the sort, by day only. */
export async function haul(scribe: Scribe, province: Province, plan: Haul, count: number): Promise<Hauled[]> {
  const vehicles = plan.vehicles ?? ("product" in plan.load ? province.mixers : province.trucks);
  const done: Hauled[] = [];
  while (done.length < count) {
    stayInDaylight(scribe, plan.minutes);
    const round = vehicles.slice(0, count - done.length).map((vehicle, i) => ({ vehicle, n: done.length + i }));
    const issued = await send(scribe, province, plan, round);
    scribe.clock.pass(plan.minutes * 0.6);
    if (plan.passes) await passAll(scribe, province, issued);
    scribe.clock.pass(plan.minutes * 0.5);
    const receipts = await Promise.all(
      round.map(({ n }, i) => scribe.sign(plan.receiver, "load.receive", receiptBody(plan, issued[i]!, n))),
    );
    indexesOf(await scribe.deliver(receipts));
    for (const [i, { n }] of round.entries()) done.push({ slip: issued[i]!, massKg: plan.massKg(n) });
    scribe.clock.pass(plan.minutes);
  }
  return done;
}

/** Issues the slips of loads that leave now. */
export async function send(
  scribe: Scribe,
  province: Province,
  plan: Haul,
  loads: readonly { vehicle: number; n: number }[],
): Promise<number[]> {
  const slips = await Promise.all(
    loads.map(({ vehicle, n }) => scribe.sign(plan.sender, "slip.issue", slipBody(province, plan, vehicle, n))),
  );
  return indexesOf(await scribe.deliver(slips));
}

/** Loads are fetched between 06:00 and 18:00; what would end later waits for the morning. */
function stayInDaylight(scribe: Scribe, minutes: number): void {
  const minute = minuteOf(scribe.clock.seconds);
  if (minute < 360) scribe.clock.pass(360 - minute);
  else if (minute + minutes > 1080) scribe.clock.pass(1440 - minute + 375);
}

function slipBody(province: Province, plan: Haul, vehicle: number, n: number): Body<"slip.issue"> {
  const massKg = plan.massKg(n);
  const tareKg = 11_200 + (vehicle % 7) * 40;
  return {
    route: province.routes[plan.route]!,
    vehicle,
    ...plan.load,
    massKg,
    ...(plan.measure ? { measure: plan.measure } : { measure: MEASURE.scale, readings: [massKg + tareKg, tareKg] }),
    ...(plan.package === undefined ? {} : { package: plan.package }),
  };
}

function receiptBody(plan: Haul, slip: number, n: number): Body<"load.receive"> {
  return {
    slip: { index: slip },
    at: plan.to,
    part: 1,
    final: 1,
    massKg: plan.massKg(n) - plan.lessKg(n),
    measure: plan.measure ?? MEASURE.scale,
    ...(plan.package === undefined ? {} : { package: plan.package }),
  };
}

/** Every load is scanned on its way out. */
export async function passAll(scribe: Scribe, province: Province, slips: readonly number[]): Promise<void> {
  const passages = await Promise.all(
    slips.map((slip) => {
      const body: Body<"passage.record"> = {
        slip: { index: slip },
        site: province.checkpoint,
        direction: DIRECTION.outbound,
        seenS: scribe.clock.seconds,
        verdict: COLOUR.green,
        plateMatches: 1,
      };
      return scribe.sign("police", "passage.record", body);
    }),
  );
  indexesOf(await scribe.deliver(passages));
}

/** The same slips are received once more, as if other loads had come under them. */
export async function receiveAgain(scribe: Scribe, plan: Haul, loads: readonly Hauled[]): Promise<void> {
  const receipts = await Promise.all(
    loads.map(({ slip, massKg }) =>
      scribe.sign(plan.receiver, "load.receive", {
        slip: { index: slip },
        at: plan.to,
        part: 1,
        final: 1,
        massKg,
        measure: MEASURE.scale,
        ...(plan.package === undefined ? {} : { package: plan.package }),
      }),
    ),
  );
  indexesOf(await scribe.deliver(receipts));
}

/** The indexes of entries that all had to be accepted. */
export function indexesOf(answers: readonly SubmitAnswer[]): number[] {
  return answers.map((answer) => {
    if (!answer.ok) throw new Error(`${sentence(answer.problem, "en")} ${JSON.stringify(answer.problem)}`);
    return answer.value.index;
  });
}
