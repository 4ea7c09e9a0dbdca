// How each fraud is planted: from what is at hand at that moment, answering false where nothing fits and it must wait.

import { COLOUR, DIRECTION, MATERIAL, MEASURE } from "../format/codes.ts";
import { signerFromSeed } from "../format/ed25519.ts";
import { decodeEntry, type Payload, signEntry } from "../format/entry.ts";
import type { Body } from "../format/kinds.ts";
import { minuteOf } from "../rules/numbers/time.ts";
import { isPackage, type Place, type Vehicle, type Way } from "./land.ts";
import type { Scene } from "./scene.ts";
import { isMine, stockOf } from "./stock.ts";
import { type Load, receiptBody, slipBody } from "./traffic.ts";

/** A way that starts at a mine of sand, by daylight the plainest thing to abuse. */
function sandWay({ land, chance }: Scene): Way {
  return chance.pick(land.ways.filter((way) => isMine(way.from) && way.from.material === MATERIAL.sand && !way.silent));
}

/** A truck that carries nothing honest, so that whatever is wrong with its slip is the one thing wrong. */
function freeTruck({ land, chance }: Scene): Vehicle {
  return chance.pick(land.spare);
}

function tareKg({ chance }: Scene): number {
  return 9_500 + chance.below(1_500);
}

function isDay(atS: number): boolean {
  const minute = minuteOf(atS);
  return minute >= 330 && minute < 1100;
}

/** A post that the load does not pass and has not passed. */
function strangePost({ land, chance }: Scene, load: Load): Place | undefined {
  const posts = land.checkpoints.filter((post) => !load.way.checkpoints.includes(post) && !load.seenAt.has(post.index));
  return posts.length > 0 ? chance.pick(posts) : undefined;
}

/** A lately finished load that somebody with a device received. */
function arrivedLoad({ traffic, chance }: Scene, fits: (load: Load) => boolean = () => true): Load | undefined {
  const loads = traffic.arrived.filter((load) => load.state === "arrived" && fits(load));
  return loads.length > 0 ? chance.pick(loads) : undefined;
}

/** A load whose lorry could have been back with another one since. */
function longAgo({ atS }: Scene): (load: Load) => boolean {
  return ({ issuedS, way }) => atS - issuedS > (3 * way.minutes + 120) * 60;
}

/** A load on its way that will be received. */
function goingLoad({ traffic, chance }: Scene, fits: (load: Load) => boolean = () => true): Load | undefined {
  const loads = traffic.going.filter((load) => !load.way.silent && fits(load));
  return loads.length > 0 ? chance.pick(loads) : undefined;
}

function passageOf(slip: Body<"passage.record">["slip"], post: Place, seenS: number): Body<"passage.record"> {
  return { slip, site: post.index, direction: DIRECTION.outbound, seenS, verdict: COLOUR.green, plateMatches: 1 };
}

/** An honest-looking slip with something changed about it, from a sand mine by day. */
function badSlip(scene: Scene, change: (body: Body<"slip.issue">, payloadKg: number) => Body<"slip.issue">): boolean {
  if (!isDay(scene.atS)) return false;
  const truck = freeTruck(scene);
  const way = sandWay(scene);
  const massKg = Math.floor(truck.payloadKg * 0.9);
  const body = slipBody(way, truck, { massKg, quantityMilli: undefined, tareKg: tareKg(scene) });
  scene.press.lie(way.from.persona, "slip.issue", change(body, truck.payloadKg), scene.atS, (answer) =>
    scene.answered(answer),
  );
  return true;
}

function doubleReceipt(scene: Scene): boolean {
  const load = arrivedLoad(scene, longAgo(scene));
  if (!load) return false;
  const body = { ...receiptBody(load, load.massKg), part: 2 };
  scene.press.lie(load.way.to.persona, "load.receive", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

function receiptElsewhere(scene: Scene): boolean {
  const load = goingLoad(scene, ({ way }) => way.cargo === MATERIAL.sand);
  const yards = scene.land.yards.filter((yard) => yard !== load?.way.to);
  if (!load || yards.length === 0) return false;
  const yard = scene.chance.pick(yards);
  const { package: _, ...body } = { ...receiptBody(load, load.massKg), at: yard.index };
  scene.press.lie(yard.persona, "load.receive", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

function overweightReceipt(scene: Scene): boolean {
  const load = goingLoad(scene, ({ quantityMilli }) => quantityMilli === undefined);
  if (!load) return false;
  const body = receiptBody(load, Math.floor(load.massKg * 1.35));
  scene.press.lie(load.way.to.persona, "load.receive", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

function passageTwice(scene: Scene): boolean {
  const again = longAgo(scene);
  const load = arrivedLoad(scene, (each) => each.seenAt.size > 0 && again(each));
  const post = load && scene.land.checkpoints.find((each) => load.seenAt.has(each.index));
  if (!load || !post) return false;
  const body = passageOf({ index: load.slip }, post, scene.atS);
  scene.press.lie(post.persona, "passage.record", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

function reusedSlip(scene: Scene): boolean {
  const load = arrivedLoad(scene, longAgo(scene));
  const post = load && strangePost(scene, load);
  if (!load || !post) return false;
  const body = passageOf({ index: load.slip }, post, scene.atS);
  scene.press.lie(post.persona, "passage.record", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

function plateDiffers(scene: Scene): boolean {
  const load = goingLoad(scene);
  const post = load && strangePost(scene, load);
  if (!load || !post) return false;
  const body = { ...passageOf({ index: load.slip }, post, scene.atS), verdict: COLOUR.red, plateMatches: 0 };
  scene.press.lie(post.persona, "passage.record", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

/** A slip signed with a key that nobody registered, shown at a post. */
function forgedSlip(scene: Scene): boolean {
  const truck = freeTruck(scene);
  const { press, land, chance, atS } = scene;
  const way = sandWay(scene);
  const post = chance.pick(land.checkpoints);
  const seed = chance.bytes(32);
  const body = slipBody(way, truck, { massKg: truck.payloadKg, quantityMilli: undefined, tareKg: tareKg(scene) });
  const pen = press.pen(post.persona);
  const payload = { kind: "slip.issue", body, seq: 1, claimedS: atS, anchor: pen.anchor } as Payload;
  const { origin } = press.scribe;
  const bytes = signerFromSeed(seed)
    .then((signer) => signEntry(payload, signer, origin))
    .then((entry) => pen.write("passage.record", passageOf({ entry }, post, atS), atS));
  press.send("passage.record", bytes, (answer) => scene.answered(answer));
  return true;
}

/** A genuine slip with another weight written over its own; the signature is the old one. */
function tamperedSlip(scene: Scene): boolean {
  const load = goingLoad(scene);
  const decoded = load && decodeEntry(load.bytes);
  if (!decoded || !("entry" in decoded) || decoded.entry.kind !== "slip.issue") return false;
  const { press } = scene;
  const { signature, body, seq, claimedS, anchor } = decoded.entry;
  const key = press.pen(load.way.from.persona).signer.key;
  const payload = {
    kind: "slip.issue",
    body: { ...body, massKg: body.massKg - 5000 },
    seq,
    claimedS,
    anchor,
  } as Payload;
  const bytes = signEntry(payload, { key, sign: async () => signature }, press.scribe.origin);
  press.send("slip.issue", bytes, (answer) => scene.answered(answer));
  return true;
}

/** A second device that counts like the first. */
function clonedDevice(scene: Scene): boolean {
  const load = goingLoad(scene, ({ way }) => isMine(way.from));
  if (!load) return false;
  const { press, atS } = scene;
  const pen = press.pen(load.way.from.persona);
  const body = slipBody(load.way, load.vehicle, {
    massKg: load.massKg - 10,
    quantityMilli: undefined,
    tareKg: tareKg(scene),
  });
  const payload = { kind: "slip.issue", body, seq: 1, claimedS: atS, anchor: pen.anchor } as Payload;
  press.send("slip.issue", signEntry(payload, pen.signer, press.scribe.origin), (answer) => scene.answered(answer));
  return true;
}

/** An offline slip dated before its licence ran out, shown for the first time with its receipt. */
function backDated(scene: Scene): boolean {
  const truck = freeTruck(scene);
  if (!isDay(scene.atS)) return false;
  const { press, land, atS } = scene;
  const mine = land.mines[0]!;
  const way = land.ways.find((each) => each.from === mine && !each.silent && !isPackage(each.to));
  if (!way || isPackage(way.to)) return false;
  const at = way.to.index;
  const claimedS = atS - 400 * 86_400;
  const slip = {
    ...slipBody(way, truck, { massKg: truck.payloadKg, quantityMilli: undefined, tareKg: tareKg(scene) }),
    source: land.traps.expired,
  };
  const pen = press.pen(way.to.persona);
  const bytes = press
    .pen(mine.persona)
    .write("slip.issue", slip, claimedS)
    .then((entry) =>
      pen.write(
        "load.receive",
        { slip: { entry }, at, part: 1, final: 1, massKg: truck.payloadKg, measure: MEASURE.scale },
        atS,
      ),
    );
  press.send("load.receive", bytes, (answer) => {
    const carried = answer.ok ? [answer.value.index - 1] : [];
    scene.answered(answer, carried);
  });
  return true;
}

function seenBeforeIssued(scene: Scene): boolean {
  const load = goingLoad(scene, ({ issuedS }) => scene.atS - issuedS < 1200);
  const post = load && strangePost(scene, load);
  if (!load || !post) return false;
  const beforeS = load.issuedS - 900;
  const body = passageOf({ index: load.slip }, post, beforeS);
  scene.press.lie(post.persona, "passage.record", body, beforeS, (answer) => scene.answered(answer));
  return true;
}

function nightSlip(scene: Scene): boolean {
  const minute = minuteOf(scene.atS);
  const truck = freeTruck(scene);
  if (minute >= 290 && minute < 1150) return false;
  const way = sandWay(scene);
  const body = slipBody(way, truck, { massKg: truck.payloadKg, quantityMilli: undefined, tareKg: tareKg(scene) });
  scene.press.lie(way.from.persona, "slip.issue", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

function yardPaper(scene: Scene): boolean {
  const truck = freeTruck(scene);
  const ways = scene.land.ways.filter(
    ({ from, cargo }) => cargo === MATERIAL.sand && !isMine(from) && stockOf(from, MATERIAL.gravel) === 0,
  );
  if (ways.length === 0) return false;
  const way = scene.chance.pick(ways);
  const body = {
    ...slipBody(way, truck, { massKg: truck.payloadKg, quantityMilli: undefined, tareKg: tareKg(scene) }),
    material: MATERIAL.gravel,
  };
  scene.press.lie(way.from.persona, "slip.issue", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

function crusherWithoutRock(scene: Scene): boolean {
  const crusher = scene.chance.pick(scene.land.crushers);
  const massKg = Math.min(20_000_000, stockOf(crusher, MATERIAL.blastedRock) + 500_000);
  const outputs = [{ material: MATERIAL.stone1x2, massKg: Math.floor(massKg / 2) }];
  const body = { site: crusher.index, inputs: [{ material: MATERIAL.blastedRock, massKg }], outputs };
  scene.press.lie(crusher.persona, "batch.process", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

function crusherYield(scene: Scene): boolean {
  const crusher = scene.land.crushers.find((each) => stockOf(each, MATERIAL.blastedRock) >= 10_000);
  if (!crusher) return false;
  const inputs = [{ material: MATERIAL.blastedRock, massKg: 10_000 }];
  const body = { site: crusher.index, inputs, outputs: [{ material: MATERIAL.stone1x2, massKg: 14_000 }] };
  scene.press.lie(crusher.persona, "batch.process", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

function leanConcrete(scene: Scene): boolean {
  const plant = scene.land.plants.find(
    (each) => stockOf(each, MATERIAL.sand) >= 5000 && stockOf(each, MATERIAL.stone1x2) >= 5000,
  );
  if (!plant) return false;
  const inputs = [
    { material: MATERIAL.sand, massKg: 3000 },
    { material: MATERIAL.stone1x2, massKg: 5000 },
  ];
  const body = { site: plant.index, inputs, product: scene.land.recipes.concrete, quantityMilli: 10_000 };
  scene.press.lie(plant.persona, "batch.process", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

/** The truck of a load that is still on its way is sent out once more. */
function twoSlips(scene: Scene): boolean {
  if (!isDay(scene.atS)) return false;
  const load = goingLoad(scene, ({ way, issuedS }) => isMine(way.from) && scene.atS - issuedS < way.minutes * 30);
  if (!load) return false;
  const body = slipBody(load.way, load.vehicle, {
    massKg: load.massKg,
    quantityMilli: undefined,
    tareKg: tareKg(scene),
  });
  scene.press.lie(load.way.from.persona, "slip.issue", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

function voidAfterPassage(scene: Scene): boolean {
  const load = goingLoad(scene, ({ seenAt }) => seenAt.size > 0);
  if (!load) return false;
  const body = { slip: load.slip, reason: "Hủy phiếu vì xe không chạy nữa" };
  scene.press.lie(load.way.from.persona, "slip.void", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}

/** Every fraud that traffic itself can carry; those of claims are in frauds.ts. */
export const PLANTS = {
  "double-receipt": doubleReceipt,
  "receipt-elsewhere": receiptElsewhere,
  "overweight-receipt": overweightReceipt,
  "passage-twice": passageTwice,
  "reused-slip": reusedSlip,
  "plate-differs": plateDiffers,
  "forged-slip": forgedSlip,
  "back-dated": backDated,
  "seen-before-issued": seenBeforeIssued,
  "tampered-slip": tamperedSlip,
  "cloned-device": clonedDevice,
  "expired-source": (scene: Scene) => onFirstMine(scene, scene.land.traps.expired),
  "over-capacity": (scene: Scene) => onFirstMine(scene, scene.land.traps.tiny),
  "night-slip": nightSlip,
  "wrong-material": (scene: Scene) => badSlip(scene, (body) => ({ ...body, material: MATERIAL.gravel })),
  "yard-paper": yardPaper,
  "crusher-without-rock": crusherWithoutRock,
  "crusher-yield": crusherYield,
  "lean-concrete": leanConcrete,
  overloaded: (scene: Scene) =>
    badSlip(scene, ({ readings: _, ...body }, payloadKg) => ({
      ...body,
      massKg: Math.floor(payloadKg * 1.4),
      measure: MEASURE.volume,
    })),
  "two-slips-one-truck": twoSlips,
  "unknown-vehicle": (scene: Scene) => badSlip(scene, (body) => ({ ...body, vehicle: 4_000_000_000 })),
  "scale-mismatch": (scene: Scene) => badSlip(scene, (body) => ({ ...body, massKg: body.massKg + 1500 })),
  "void-after-passage": voidAfterPassage,
} as const;

/** A slip on one of the first mine's two licences that are good for nothing. */
function onFirstMine(scene: Scene, source: number): boolean {
  const truck = freeTruck(scene);
  if (!isDay(scene.atS)) return false;
  const mine = scene.land.mines[0]!;
  const way = scene.land.ways.find((each) => each.from === mine)!;
  const body = {
    ...slipBody(way, truck, { massKg: truck.payloadKg, quantityMilli: undefined, tareKg: tareKg(scene) }),
    source,
  };
  scene.press.lie(mine.persona, "slip.issue", body, scene.atS, (answer) => scene.answered(answer));
  return true;
}
