// Cảnh báo về giấy tờ, hồ sơ, khóa và giờ: signals about records, each with the one who must not pass and the honest twin.
import { sha256 } from "@noble/hashes/sha2.js";
import { demoRules } from "../../../src/demo/province.ts";
import { Scribe, StoryClock } from "../../../src/demo/scribe.ts";
import { utf8 } from "../../../src/format/bytes.ts";
import { MATERIAL, type Material, PHASE, RECIPE_SOURCE, ROLE } from "../../../src/format/codes.ts";
import { decodeEntry, type Entry } from "../../../src/format/entry.ts";
import type { Body } from "../../../src/format/kinds.ts";
import { slipCode } from "../../../src/format/slipcode.ts";
import { endOfDay } from "../../../src/rules/numbers/time.ts";
import type { RECORD_SIGNALS } from "../../../src/words/signals/records.ts";
import { ORIGIN, openProvince } from "../../rules/ledger.ts";
import { annexOf, contracted, dykeContract, passage, sandSlip, sandToDyke, workLine } from "../../rules/world.ts";
import { welcome } from "../people.ts";
import { kept, type Stage, scenes } from "./scene.ts";

let stage: Stage;

async function open(): Promise<Stage> {
  stage = await openProvince({ fillPhase: PHASE.observe });
  stage.ledger.pass(30);
  return stage;
}

/** An invoice over these slips. */
function invoice({ ledger }: Stage, number: string, slips: number[], massKg: number): number {
  const body = { seller: "0100000001", number, day: 20261110, massKg, slips, papers: [] };
  return kept(ledger.say("builderB", "invoice.link", body));
}

/** A paper of the dyke's contractor over 5 t of a source's material. */
function lodged({ ledger, province }: Stage, document: string, material: Material): number {
  const source = material === MATERIAL.sand ? province.sandSource : province.stoneSource;
  const load = { project: province.dyke, package: 2, source, material, massKg: 5000 };
  return ledger.must("builderB", "paper.lodge", { ...load, document, from: 20261101, until: 20261109 });
}

/** A paper over 5 t of sand, of these days, attested in full; answers the paper. */
function attested({ ledger, province }: Stage, from: number, until: number): number {
  const load = { project: province.dyke, package: 2, source: province.sandSource, material: MATERIAL.sand };
  const paper = ledger.must("builderB", "paper.lodge", { ...load, massKg: 5000, document: "HĐ 128", from, until });
  ledger.agree("authority", "deputy", "paper.attest", { paper, massKg: 5000, document: "Văn bản số 45" });
  return paper;
}

/** A licence that states no amount, with two loads sent. */
function unlimited({ ledger, province }: Stage): number {
  const terms = { instrument: 1 as const, number: "78/GP-UBND", issuer: "Ủy ban nhân dân tỉnh" };
  const of = { holder: province.sandMiner, sites: [province.sandMine], materials: [MATERIAL.sand] };
  const source = ledger.agree("authority", "deputy", "source.grant", { ...terms, ...of });
  ledger.pass(1);
  for (const truck of [0, 1])
    ledger.must("sandMiner", "slip.issue", sandSlip(province, { source, vehicle: province.trucks[truck]! }));
  return source;
}

/** A source of 90 t a year, of which 20 t have been drawn, amended to so many tonnes a year. */
function amended({ ledger, province }: Stage, tonnes: number): { source: number; amendment: number } {
  const terms = {
    instrument: 1 as const,
    number: "77/GP-UBND",
    issuer: "Ủy ban nhân dân tỉnh",
    materials: [1 as const],
  };
  const of = { holder: province.sandMiner, sites: [province.sandMine], capacityYear: { unit: 2 as const, amount: 90 } };
  const source = ledger.agree("authority", "deputy", "source.grant", { ...terms, ...of });
  ledger.pass(1);
  for (const truck of [0, 1])
    ledger.must("sandMiner", "slip.issue", sandSlip(province, { source, vehicle: province.trucks[truck]! }));
  const capacityYear = { unit: 2 as const, amount: tonnes };
  const amendment = ledger.agree("authority", "deputy", "source.amend", {
    source,
    document: "Quyết định số 31",
    capacityYear,
  });
  return { source, amendment };
}

/** A dossier that asks for 42,5 t of steel at 18,6 million: 790.500.000 đ. */
function steel({ ledger, province }: Stage, name = "Cốt thép mố, trụ"): number {
  const line = workLine(42_500, 18_600_000, undefined, { code: "AF.61120", name, unit: "tấn" });
  return ledger.must("builderB", "annex.propose", annexOf(province, [line]));
}

/** A dossier for fill by the general factor, or by a test of the project's own. */
function fill({ ledger, province }: Stage, tested: boolean): { annex: number; factor: number } {
  const row: Body<"factor.set"> = {
    material: MATERIAL.fill,
    use: 3,
    numerator: 1450,
    denominator: 1,
    document: "Công bố 1450",
    from: 20260101,
    label: "đất đắp K95",
    ...(tested ? { project: province.dyke } : {}),
  };
  const [who, second] = tested ? ["supervisor", "owner"] : ["authority", "deputy"];
  const factor = ledger.agree(who!, second!, "factor.set", row);
  const source = tested ? RECIPE_SOURCE.mixDesign : RECIPE_SOURCE.ministryNorm;
  const lines = [{ material: MATERIAL.fill, numerator: 113, denominator: 100, factor }];
  const words = { code: "AB.13499", name: "Đắp nền bằng đất, K95", unit: "m³", document: "Định mức số 9" };
  const recipe = ledger.agree(who!, second!, "recipe.set", {
    ...words,
    source,
    waste: 1,
    lines,
    ...(tested ? { project: province.dyke } : {}),
  });
  const line = workLine(100_000, 90_000, recipe, { code: "AB.13499" });
  return { annex: ledger.must("builderB", "annex.propose", annexOf(province, [line])), factor };
}

/** A project's mix of concrete with so many kilograms of sand in a thousandth of the norm's factor. */
function mixDesign({ ledger, province }: Stage, sand: number): number {
  const norm = ledger.book.need("recipe", province.concrete).lines;
  const line = (i: number, numerator: number) => ({ ...norm[i]!, numerator, denominator: 1000 });
  return ledger.agree("supervisor", "owner", "recipe.set", {
    code: "AF.11230",
    name: "Bê tông M250, cấp phối thiết kế",
    unit: "m³",
    source: RECIPE_SOURCE.mixDesign,
    document: "Thiết kế cấp phối số 12",
    waste: 1,
    lines: [line(0, sand), line(1, 876)],
    project: province.dyke,
  });
}

/** Two passages of one lorry, one after the other; the log takes the second. */
function twoPassages({ ledger, province }: Stage): { dropped: Entry; next: number } {
  const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province));
  ledger.pass(10);
  const seen = () => ledger.write("police", "passage.record", passage(province, { index: slip }, ledger.nowS));
  const dropped = seen();
  ledger.pass(1);
  return { dropped, next: kept(ledger.bring(seen())) };
}

/** The log goes on for so many days. */
function waitDays({ ledger }: Stage, days: number): void {
  ledger.pass(days * 24 * 60);
  ledger.must("operator", "clock.tick", {});
}

/** A dossier of the contractor, signed by the supervisor or not yet, when the project gets another supervisor. */
async function superseded({ ledger, province }: Stage, signed: boolean) {
  const after = await welcome(ledger, "newSupervisor", "Công ty Tư vấn Giám sát Sông Lam", [ROLE.supervisor]);
  const line = workLine(42_500, 18_600_000, undefined, { code: "AF.61120", name: "Cốt thép mố, trụ", unit: "tấn" });
  const entry = ledger.write("builderB", "annex.propose", annexOf(province, [line]));
  const annex = kept(ledger.bring(entry));
  if (signed) ledger.must("supervisor", "annex.cosign", { annex, entryId: entry.id });
  const document = "Hợp đồng tư vấn giám sát số 12/2026";
  const proposal = ledger.must("owner", "project.amend", { project: province.dyke, document, supervisor: after });
  for (const who of ["newSupervisor", "officer"]) ledger.must(who, "approve", { proposal });
  return { annex, amendment: proposal, before: province.supervisor, after };
}

/** A recipe of one kilogram of sand a cubic metre, under a code that no norm has. */
function ownCode({ ledger, province }: Stage): number {
  const [sand] = ledger.book.need("recipe", province.concrete).lines;
  return ledger.agree("supervisor", "owner", "recipe.set", {
    ...{ code: "TT.01", name: "Đắp cát tạm tính", unit: "m³", waste: 1 },
    source: RECIPE_SOURCE.contractEstimate,
    document: "Dự toán số 12",
    lines: [{ ...sand!, numerator: 1, denominator: 1380 }],
    project: province.dyke,
  });
}

/** A rule set of this day, approved by a second root. */
function ruled({ ledger }: Stage, fromS: number): number {
  const proposal = ledger.must("root0", "rules.set", demoRules(fromS));
  ledger.must("root1", "approve", { proposal });
  return proposal;
}

/** The first of January as a holiday of a year, proposed by the authority and approved by a root. */
function holidays({ ledger }: Stage, year: number): number {
  const off = [{ day: year * 10_000 + 101, name: "Tết Dương lịch" }];
  return ledger.agree("authority", "root0", "calendar.set", { year, document: `Thông báo lịch nghỉ ${year}`, off });
}

/** Two slips that a copied device signed under one number, with true signatures. */
async function twins({ ledger, province }: Stage): Promise<[Entry, Uint8Array]> {
  const signed = (massKg: number) => {
    const device = new Scribe(ORIGIN, sha256(utf8("rules")), new StoryClock(ledger.nowMs), async () => []);
    return device.sign("sandMiner", "slip.issue", sandSlip(province, { massKg }));
  };
  const first = decodeEntry(await signed(10_000));
  if (!("entry" in first)) throw new Error(JSON.stringify(first.malformed));
  return [first.entry, await signed(9000)];
}

export const RECORD_SCENES = scenes<keyof typeof RECORD_SIGNALS>(open, {
  "called-distinct": {
    cheat: (at) => {
      const truck = { class: 1 as const, payloadKg: 10_000 };
      const before = at.ledger.must("authority", "vehicle.register", { ...truck, plate: "77C-123.45" });
      const twin = { ...truck, plate: "77C-I23.4S", distinctFrom: [before] };
      const again = at.ledger.must("authority", "vehicle.register", twin);
      return [{ subject: `entry/${again}`, figures: { before } }];
    },
    honest: (at) => {
      for (const plate of ["77C-123.45", "77C-123.46", "77H-1234"])
        at.ledger.must("authority", "vehicle.register", { class: 1, payloadKg: 10_000, plate });
    },
  },
  "invoiced-twice": {
    cheat: (at) => {
      const [slip] = sandToDyke(at.ledger, at.province, [12_000]);
      const before = invoice(at, "1C26TAA-128", [slip!], 12_000);
      const again = invoice(at, "1C26TAA-129", [slip!], 12_000);
      return [{ subject: `slip/${slip!}`, figures: { invoice: again, before } }];
    },
    honest: (at) => {
      const [one, two] = sandToDyke(at.ledger, at.province, [12_000, 13_000]);
      invoice(at, "1C26TAA-128", [one!], 12_000);
      invoice(at, "1C26TAA-129", [two!], 13_000);
    },
  },
  // By bed volume, good to 5 %: 12.000 kg ± 601 and 13.000 kg ± 651, together √(601² + 651²) ≈ 886 kg.
  "invoice-differs": {
    cheat: (at) => {
      const slips = sandToDyke(at.ledger, at.province, [12_000, 13_000]);
      const figures = { invoice_kg: 25_889, covered_kg: 25_000, received_kg: 25_000 };
      return [{ subject: `entry/${invoice(at, "1C26TAA-128", slips, 25_889)}`, figures }];
    },
    honest: (at) => invoice(at, "1C26TAA-128", sandToDyke(at.ledger, at.province, [12_000, 13_000]), 25_886),
  },
  "paper-twice": {
    cheat: (at) => {
      const before = lodged(at, "HĐ 1C26TAA-128 ngày 10/11/2026", MATERIAL.sand);
      const paper = lodged(at, "hđ  1C26TAA 128, ngày 10.11.2026", MATERIAL.sand);
      return [{ subject: `paper/${paper}`, figures: { before } }];
    },
    // One invoice over two materials is lodged as two papers.
    honest: (at) => {
      lodged(at, "HĐ 1C26TAA-128 ngày 10/11/2026", MATERIAL.sand);
      lodged(at, "HĐ 1C26TAA-128 ngày 10/11/2026", MATERIAL.blastedRock);
    },
  },
  // Papers over 1 to 9 November, and a slip of 10 November; the other paper is of the 10th itself.
  "paper-beside-slips": {
    cheat: (at) => {
      sandToDyke(at.ledger, at.province, [12_000]);
      const paper = attested(at, 20261101, 20261110);
      const figures = { source: at.province.sandSource, project: at.province.dyke, days: 1 };
      return [{ subject: `paper/${paper}`, figures }];
    },
    honest: (at) => {
      sandToDyke(at.ledger, at.province, [12_000]);
      attested(at, 20261101, 20261109);
    },
  },
  // The ledger knows the source since November 2026.
  "paper-of-past-year": {
    cheat: (at) => {
      const paper = attested(at, 20251201, 20251231);
      return [{ subject: `paper/${paper}`, figures: { source: at.province.sandSource, mass_kg: 5000 } }];
    },
    honest: (at) => attested(at, 20251220, 20260103),
  },
  "limit-not-stated": {
    cheat: (at) => {
      const source = unlimited(at);
      return [{ subject: `source/${source}`, figures: {} }];
    },
    honest: (at) => amended(at, 90),
  },
  // The dossier that waits for its supervisor is named; one that the old supervisor has signed is not.
  "supervisor-replaced": {
    cheat: async (at) => {
      const { annex, ...figures } = await superseded(at, false);
      return [{ subject: `annex/${annex}`, figures }];
    },
    honest: (at) => superseded(at, true),
  },
  "line-claimed-again": {
    cheat: (at) => {
      const claim = steel(at);
      const annex = steel(at);
      return [{ subject: `annex/${annex}`, figures: { line: 1, claim, value_vnd: 790_500_000 } }];
    },
    honest: (at) => {
      steel(at);
      steel(at, "Cốt thép bệ");
    },
  },
  "factor-needs-test": {
    cheat: (at) => {
      const { annex, factor } = fill(at, false);
      return [{ subject: `annex/${annex}`, figures: { line: 1, factor, phase: PHASE.observe } }];
    },
    honest: (at) => fill(at, true),
  },
  // 5 % below the norm's 532 thousandths are 505,4.
  // Two loads of 10 t have left a source of 90 t a year.
  "limit-below-drawn": {
    cheat: (at) => {
      const { source, amendment } = amended(at, 19);
      return [{ subject: `source/${source}`, figures: { amendment, limit_kg: 19_000, drawn_kg: 20_000 } }];
    },
    honest: (at) => amended(at, 20),
  },
  "limit-raised": {
    cheat: (at) => {
      const { source, amendment } = amended(at, 91);
      return [{ subject: `source/${source}`, figures: { amendment, before_kg: 90_000, limit_kg: 91_000 } }];
    },
    honest: (at) => amended(at, 90),
  },
  "recipe-lean": {
    cheat: (at) => {
      const recipe = mixDesign(at, 505);
      return [{ subject: `recipe/${recipe}`, figures: { material: MATERIAL.sand, norm: at.province.concrete } }];
    },
    honest: (at) => mixDesign(at, 506),
  },
  "recipe-without-norm": {
    cheat: (at) => {
      const recipe = ownCode(at);
      const line = workLine(1_000_000, 265_000, recipe, { code: "TT.01" });
      const used = at.ledger.must("builderB", "annex.propose", annexOf(at.province, [line]));
      return [{ subject: `recipe/${recipe}`, figures: { used } }];
    },
    honest: (at) => {
      const line = workLine(1000, 1_200_000, mixDesign(at, 540), { code: "AF.11230" });
      at.ledger.must("builderB", "annex.propose", annexOf(at.province, [line]));
    },
  },
  "contract-missing": {
    cheat: (at) => {
      const annex = steel(at);
      // The second dossier of the package says nothing new.
      steel(at, "Cốt thép bệ");
      return [{ subject: `annex/${annex}`, figures: { package: 2, phase: PHASE.observe } }];
    },
    honest: (at) => {
      const work = { code: "AF.61120", name: "Cốt thép mố, trụ", unit: "tấn", unitPriceDong: 18_600_000 };
      const line = { number: 1, ...work, quantityMilli: 100_000, plainBasis: "Định mức AF.61120" };
      contracted(at.ledger, dykeContract(at.province, [line]));
      const part = workLine(42_500, 18_600_000, undefined, { ...work, contractLine: 1 });
      at.ledger.must("builderB", "annex.propose", annexOf(at.province, [part]));
    },
  },
  // Holidays of 2027 are entered; from 2 October 2027 on the offices are told that 2028 is missing, unless it is there by then.
  "configuration-ends": {
    cheat: (at) => {
      const index = holidays(at, 2027);
      waitDays(at, 330);
      return [{ subject: `entry/${index}`, figures: { until_s: endOfDay(20271231) } }];
    },
    honest: (at) => {
      holidays(at, 2027);
      holidays(at, 2028);
      waitDays(at, 330);
    },
  },
  "rules-not-back": {
    cheat: (at) => {
      const from_s = at.ledger.nowS - 86_400;
      const rules = ruled(at, from_s);
      return [{ subject: `entry/${rules}`, figures: { from_s, since_s: at.ledger.nowS + 1 } }];
    },
    honest: (at) => ruled(at, at.ledger.nowS + 86_400),
  },
  "key-equivocated": {
    cheat: async (at) => {
      const [first, other] = await twins(at);
      const stored = kept(at.ledger.bring(first));
      const freeze = at.ledger.must("operator", "key.freeze", { stored, other });
      const key = at.ledger.book.need("key", at.ledger.kids.get("sandMiner")!).index;
      return [{ subject: `key/${key}`, figures: { freeze, stored, seq: first.seq } }];
    },
    honest: async (at) => {
      const [first] = await twins(at);
      kept(at.ledger.bring(first));
      // The same entry shown again is no second one.
      at.ledger.say("operator", "key.freeze", { stored: at.ledger.size - 1, other: first.bytes });
    },
  },
  // A checkpoint sends two passages; the log holds the second alone.
  "numbers-missing": {
    cheat: (at) => {
      const { dropped, next } = twoPassages(at);
      waitDays(at, 4);
      const key = at.ledger.book.need("key", at.ledger.kids.get("police")!).index;
      return [{ subject: `key/${key}`, figures: { seq: dropped.seq, next } }];
    },
    // The first lay two days on a telephone without a network.
    honest: (at) => {
      const { dropped } = twoPassages(at);
      at.ledger.pass(2 * 24 * 60);
      kept(at.ledger.bring(dropped));
      waitDays(at, 4);
    },
  },
  // A slip rests on a head that is younger than the sighting of its own code.
  "time-crossed": {
    cheat: ({ ledger, province }) => {
      ledger.must("operator", "clock.tick", {});
      const [tickS, anchor] = [ledger.nowS, ledger.anchor()];
      ledger.pass(20);
      const entry = ledger.write("sandMiner", "slip.issue", sandSlip(province), { anchor });
      const [code, seenS] = [slipCode(entry.id), tickS - 300];
      kept(ledger.say("police", "passage.record", passage(province, { code }, seenS), { claimedS: seenS }));
      const slip = kept(ledger.bring(entry));
      return [{ subject: `entry/${slip}`, figures: { claimed_s: ledger.nowS, event_s: tickS } }];
    },
    honest: ({ ledger, province }) => {
      ledger.must("operator", "clock.tick", {});
      const anchor = ledger.anchor();
      ledger.pass(20);
      kept(ledger.bring(ledger.write("sandMiner", "slip.issue", sandSlip(province), { anchor })));
    },
  },
  "anchor-unknown": {
    cheat: ({ ledger, province }) => {
      const anchor = { size: 3, root8: new Uint8Array(8) };
      const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province), { anchor });
      return [{ subject: `entry/${slip}`, figures: { size: 3 } }];
    },
    honest: ({ ledger, province }) => {
      ledger.must("sandMiner", "slip.issue", sandSlip(province), { anchor: ledger.anchor() });
    },
  },
});
