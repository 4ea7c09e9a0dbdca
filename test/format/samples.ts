// One plausible body of every kind that can be entered, and the keys that sign them: the ground of the golden vectors.
// The seeds are published by their labels, so these keys sign examples and nothing else.
import { sha256 } from "@noble/hashes/sha2.js";
import { hex, utf8 } from "../../src/format/bytes.ts";
import { publicKeyFromSeed, type Signer, signerFromSeed } from "../../src/format/ed25519.ts";
import { type Anchor, kidOf, noAnchor, type Payload, possessionMessage, signEntry } from "../../src/format/entry.ts";
import { type Body, KIND_NAMES, KINDS, type KindName, type Statement } from "../../src/format/kinds.ts";
import { LATER_SAMPLES } from "./later.ts";
import { madeBody } from "./made.ts";

/** The log that every vector belongs to. */
export const ORIGIN = "vector.so-nguon.example/2026";

function seedOf(name: string): Uint8Array {
  return sha256(utf8(`so-nguon/vector/${name}`));
}

/** The signer whose seed is SHA-256("so-nguon/vector/" ‖ name). */
export function signerOf(name: string): Promise<Signer> {
  return signerFromSeed(seedOf(name));
}

/** That signer's public key. */
export function keyOf(name: string): Uint8Array {
  return publicKeyFromSeed(seedOf(name));
}

const digest = (text: string) => sha256(utf8(text));

/** A tree head that never was, as a device remembers it. */
export const ANCHOR: Anchor = { size: 7, root8: digest("so-nguon/vector/anchor").slice(0, 8) };

const RULES: Body<"rules.set"> = {
  fromS: 1_767_200_400,
  document: "Quyết định 01/QĐ-UBND ngày 01/01/2026",
  exemptKg: 5000,
  lossPermille: 50,
  overloadPermille: 100,
  obligationPhase: 2,
  hoursPhase: 3,
  cyclePhase: 3,
  leanPermille: 50,
  marginMinutes: 60,
  measures: {
    scalePermille: 5,
    draughtPermille: 20,
    volumePermille: 50,
    surveyPermille: 50,
    tarePermille: 50,
    sameTimes: 4,
    roundTimes: 5,
    roundKg: 500,
    placeLoads: 8,
    placeTimes: 5,
    biasLoads: 20,
    biasPermille: 15,
    weighingMinutes: 120,
  },
  scalePhase: 2,
  fillPhase: 1,
  yieldPhase: 2,
  productionPhase: 2,
  offlinePhase: 1,
  contractPhase: 2,
  duesPhase: 2,
  extendMinutes: 4320,
  tolerances: {
    clockMinutes: 15,
    sameLookMinutes: 10,
    secondLookMinutes: 120,
    tripPermille: 500,
    topKmh: 100,
    checkpointPermille: 30,
    mixedPermille: 100,
    plausiblePermille: 500,
    wetPermille: 30,
    sentMinutes: 60,
    lateMinutes: 4320,
    waitMinutes: 4320,
    drivenMinutes: 1200,
    hourLoads: 60,
    dayPermille: 20,
    unseenLoads: 20,
    explainPermille: 100,
    proposalDays: 30,
    backfillDays: 31,
    paperDays: 366,
    correctMinutes: 1440,
  },
  openingUntil: 20271231,
  bases: ["Nghị định 254/2025/NĐ-CP", "Nghị định 193/2025/NĐ-CP"],
};

const STATUS: Body<"source.status"> = { subject: 9, status: 2, document: "Công văn 12/SNNMT-KS ngày 05/03/2026" };

/** A slip as a mine with a scale issues it every few minutes. */
export const PLAIN_SLIP: Body<"slip.issue"> = {
  route: 14,
  vehicle: 12,
  material: 1,
  massKg: 23_840,
  measure: 1,
  readings: [38_420, 14_580],
  source: 9,
  package: 1,
};

/** The key that the sample key.register registers. */
const NEW_KEY = "4";

type Samples = { [K in KindName]: Body<K> };

async function registrySamples() {
  const possession = await (await signerOf(NEW_KEY)).sign(possessionMessage(ORIGIN, keyOf(NEW_KEY)));
  return {
    genesis: {
      origin: ORIGIN,
      roots: [keyOf("1"), keyOf("2"), keyOf("3")],
      logKey: keyOf("log"),
      operatorKey: keyOf("operator"),
      witnessesNeeded: 0,
      witnesses: [],
      rules: RULES,
      province: "52",
      rulesVersion: 1,
    },
    "party.register": {
      name: "Công ty TNHH Cát sỏi Sông Lam",
      roles: [2],
      taxCode: "0100000001",
      commune: "xã An Hòa",
    },
    "person.register": { number: digest("person").slice(0, 16), party: 1 },
    "key.register": { party: 1, key: keyOf(NEW_KEY), possession, person: 2, site: 4 },
    "key.rotate": { key: keyOf(NEW_KEY), possession },
    "key.add": { key: keyOf(NEW_KEY), possession },
    "log.rotate": {
      kid: hex(kidOf(keyOf("2"))),
      key: hex(keyOf(NEW_KEY)),
      possession: hex(possession),
      document: "Biên bản bàn giao khóa ngày 02/02/2026",
    },
    "key.revoke": { kid: kidOf(keyOf(NEW_KEY)), reason: "Mất điện thoại của tổ cân" },
    "key.freeze": { stored: 5, other: await signSample({ kind: "clock.tick", body: {} }) },
    "site.register": { type: 1, name: "Mỏ cát An Hòa", party: 1, latitudeE7: 139_812_345, longitudeE7: 1_089_876_543 },
    "site.status": { ...STATUS, subject: 4 },
    "source.grant": {
      instrument: 1,
      number: "482/GP-UBND",
      issuer: "Ủy ban nhân dân tỉnh",
      issued: 20250115,
      holder: 1,
      sites: [4],
      materials: [1, 2],
      from: 20250115,
      until: 20300115,
      capacityYear: { unit: 3, amount: 30_000, factor: 8 },
      reserve: { unit: 2, amount: 180_000 },
      areaM2: 52_000,
      depth: "từ cốt +2,0 m đến cốt −3,5 m",
      hours: [360, 1020],
      season: [101, 930],
      note: "Không khai thác ban đêm.",
    },
    "source.status": STATUS,
    "obligation.attest": {
      subject: 9,
      items: [
        { obligation: 6, state: 1, document: "Giấy nộp tiền ngày 20/01/2026", until: 20270120 },
        { obligation: 4, state: 3 },
      ],
    },
    "vehicle.register": { plate: "77C-042.69", class: 2, payloadKg: 24_000, party: 1, inspectedUntil: 20261130 },
    "vehicle.status": { ...STATUS, subject: 12, status: 1 },
    "route.set": { from: 4, to: 13, distanceM: 18_400, minutes: 45, cycleMinutes: 70, checkpoints: [11] },
    "project.register": {
      code: "7654321",
      name: "Đường ven biển, đoạn qua xã An Hòa",
      owner: 20,
      supervisor: 21,
      treasury: 22,
      packages: [{ number: 1, name: "Gói thầu số 1: nền và mặt đường", contractor: 23 }],
    },
    "recipe.set": {
      code: "AF.11213",
      name: "Bê tông móng M250, đá 1×2",
      unit: "m³",
      source: 3,
      document: "Thông tư 12/2021/TT-BXD",
      lines: [
        { material: 1, numerator: 532, denominator: 1000, factor: 8 },
        { material: 6, numerator: 876, denominator: 1000, factor: 10 },
      ],
      waste: 1,
    },
    "factor.set": {
      material: 1,
      use: 1,
      numerator: 1380,
      denominator: 1,
      document: "Định mức vật liệu của tỉnh",
      from: 20260101,
      label: "cát, mô đun độ lớn 2,0",
      province: "52",
      precedence: 2,
    },
    "rules.set": RULES,
    "rules.version": { version: 2 },
    approve: { proposal: 24 },
    "clock.tick": {},
  } satisfies Partial<Samples>;
}

async function otherSamples() {
  return {
    "slip.issue": PLAIN_SLIP,
    "slip.void": { slip: 30, reason: "Xe hỏng tại cổng mỏ, đã trút lại bãi" },
    "extract.record": { source: 9, site: 4, material: 1, day: 20260305, massKg: 415_000, measure: 4 },
    "passage.record": {
      slip: { entry: await signSample({ kind: "slip.issue", body: PLAIN_SLIP }) },
      site: 11,
      direction: 1,
      seenS: 1_772_700_000,
      verdict: 2,
      plateMatches: 1,
    },
    "load.receive": {
      slip: { index: 30 },
      at: 13,
      part: 1,
      final: 1,
      massKg: 23_760,
      measure: 1,
      readings: [38_300, 14_540],
      package: 1,
    },
    "batch.process": {
      site: 15,
      inputs: [{ material: 3, massKg: 50_000 }],
      outputs: [{ material: 6, massKg: 46_500 }],
    },
    "annex.propose": {
      project: 16,
      package: 1,
      number: 3,
      kind: 1,
      lines: [
        {
          code: "AF.11213",
          name: "BT móng M250",
          unit: "m³",
          quantityMilli: 100_000,
          unitPriceDong: 1_200_000,
          valueDong: 120_000_000,
          recipe: 18,
        },
      ],
    },
    "annex.cosign": { annex: 40, entryId: digest("annex") },
    "review.make": {
      annex: 40,
      outcome: 2,
      size: 42,
      root: digest("root"),
      rules: 0,
      figuresHash: digest("figures"),
      reasons: [1],
      text: "Cát còn thiếu 13,4 tấn so với định mức của dòng 1.",
    },
    "decision.sign": {
      review: 42,
      reviewId: digest("review"),
      annex: 40,
      outcome: 2,
      figuresHash: digest("figures"),
      claimedDong: 120_000_000,
      acceptedDong: 98_040_000,
      paidDong: 86_040_000,
      bases: ["Nghị định 254/2025/NĐ-CP"],
      text: "Chấp nhận 81,7 m³; phần còn lại chưa đủ hồ sơ chứng minh nguồn gốc.",
    },
  } satisfies Partial<Samples>;
}

/** A body of every kind: its sample, and for a kind that has none a body made from its CDDL. */
export async function samples(): Promise<Samples> {
  const own: Partial<Samples> = { ...(await registrySamples()), ...LATER_SAMPLES, ...(await otherSamples()) };
  const others = KIND_NAMES.filter((kind) => !(kind in own)).map((kind) => [kind, madeBody(kind)]);
  return { ...own, ...Object.fromEntries(others) };
}

/** The payload of a sample: its seq is its kind number, its time fixed, genesis anchored at the empty tree. */
export function payloadOf(statement: Statement): Payload {
  const number = KINDS[statement.kind].number;
  const anchor = statement.kind === "genesis" ? noAnchor() : ANCHOR;
  return { ...statement, seq: number, claimedS: 1_772_668_800 + number, anchor };
}

/** The entry of a sample, signed by key "1". */
export async function signSample(statement: Statement): Promise<Uint8Array> {
  return signEntry(payloadOf(statement), await signerOf("1"), ORIGIN);
}
