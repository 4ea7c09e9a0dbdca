// Published numbers and codes never change meaning.
import { describe, expect, it } from "vitest";
import { CONFIGURATION_KINDS } from "../../src/format/bodies/configuration.ts";
import { CONTRACT_KINDS } from "../../src/format/bodies/contract.ts";
import { CORRECTION_KINDS } from "../../src/format/bodies/corrections.ts";
import { MOVEMENT_KINDS } from "../../src/format/bodies/movement.ts";
import { OVERSIGHT_KINDS } from "../../src/format/bodies/oversight.ts";
import { PAPER_KINDS } from "../../src/format/bodies/papers.ts";
import { PAYMENT_KINDS } from "../../src/format/bodies/payment.ts";
import { REGISTRY_KINDS } from "../../src/format/bodies/registry.ts";
import { RULE_SET_KINDS } from "../../src/format/bodies/ruleset.ts";
import { SCALE_KINDS } from "../../src/format/bodies/scale.ts";
import { SOURCE_KINDS } from "../../src/format/bodies/source.ts";
import { WORKS_KINDS } from "../../src/format/bodies/works.ts";
import * as codes from "../../src/format/codes.ts";
import { bodyShape, KIND_NAMES, KINDS, type KindName, kindOf } from "../../src/format/kinds.ts";
import { Misshapen, type Outline, shapeWords } from "../../src/format/shape.ts";
import { cddl } from "../docs/cddl.ts";
import { madeBody } from "./made.ts";
import { samples } from "./samples.ts";
import vectors from "./vectors/entries.json" with { type: "json" };

const FILES = [
  MOVEMENT_KINDS,
  CONFIGURATION_KINDS,
  CONTRACT_KINDS,
  CORRECTION_KINDS,
  OVERSIGHT_KINDS,
  PAPER_KINDS,
  PAYMENT_KINDS,
  REGISTRY_KINDS,
  RULE_SET_KINDS,
  SCALE_KINDS,
  SOURCE_KINDS,
  WORKS_KINDS,
];

/** Numbers as they were published with the vectors, by kind. */
const PUBLISHED = new Map(vectors.entries.map(({ kind, number }) => [kind, number] as const));

/** Every shape in a body, however deep, with the path that leads there. */
function shapesIn(shape: Outline, path: string): [path: string, shape: Outline, words: codes.Named | undefined][] {
  const fields = Object.entries(shape.fields ?? {}).flatMap(
    ([name, field]): [string, Outline, codes.Named | undefined][] => {
      const at = `${path}.${name}`;
      return [[at, field[1], shapeWords(field)], ...shapesIn(field[1], at)];
    },
  );
  const items = [...(shape.item ? [shape.item] : []), ...(shape.pair ?? [])];
  return [
    ...fields,
    ...items.flatMap((item): [string, Outline, codes.Named | undefined][] => [
      [path, item, undefined],
      ...shapesIn(item, path),
    ]),
  ];
}

const fields = KIND_NAMES.flatMap((kind) => shapesIn(KINDS[kind].body, kind));

describe("kinds", () => {
  it("have one number each, and encode in at most two bytes", () => {
    const numbers = KIND_NAMES.map((kind) => KINDS[kind].number);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(number > 0 && number < 256).toBe(true);
  });

  it("are defined once: no two files under bodies/ define the same name", () => {
    const defined = FILES.flatMap((file) => Object.keys(file));
    expect(defined.sort()).toEqual([...KIND_NAMES].sort());
  });

  it("keep the numbers that were published", () => {
    expect(PUBLISHED.size).toBeGreaterThan(60);
    for (const [kind, number] of PUBLISHED) expect([kindOf(number), number]).toEqual([kind, number]);
  });

  it("are found by their number, and other numbers are no kind", () => {
    for (const kind of KIND_NAMES) expect(kindOf(KINDS[kind].number)).toBe(kind);
    for (const number of [0, -1, 23.5, 255]) expect(kindOf(number)).toBeUndefined();
  });

  it("have a Vietnamese and an English name in NFC, each its own", () => {
    for (const lang of ["vi", "en"] as const) {
      const names = KIND_NAMES.map((kind) => KINDS[kind][lang]);
      for (const name of names) expect(name).toBe(name.normalize("NFC").trim());
      expect(new Set(names.filter((name) => name !== "")).size).toBe(KIND_NAMES.length);
    }
  });

  it("stand in the CDDL under their number and their name", () => {
    for (const kind of KIND_NAMES) {
      expect(cddl()).toContain(`statement<${KINDS[kind].number}, ${kind}>`);
      expect(cddl()).toContain(`\n${kind} = `);
    }
  });
});

describe("fields of bodies", () => {
  const named = fields.filter(([path], i) => fields.findIndex(([other]) => other === path) === i);

  it("have words in both languages, in NFC", () => {
    const wordless = named.filter(([, , words]) => !words || [words.vi, words.en].some((word) => word.trim() === ""));
    expect(wordless.map(([path]) => path)).toEqual([]);
    for (const [, , words] of named) expect(words?.vi).toBe(words?.vi.normalize("NFC"));
  });

  it("refer to kinds that there are", () => {
    const targets = fields.flatMap(([path, { refersTo }]) => (refersTo ?? []).map((kind) => [path, kind] as const));
    expect(targets.length).toBeGreaterThan(80);
    expect(targets.filter(([, kind]) => !Object.hasOwn(KINDS, kind))).toEqual([]);
  });
});

describe("bodies", () => {
  it("refuse to miss a field, to have one more, and to have a field of another type", async () => {
    let tried = 0;
    for (const [kind, body] of Object.entries(await samples())) {
      const shape = bodyShape(kind as KindName);
      const wire = shape.write(body, "body");
      if (!(wire instanceof Map)) throw new Error(`${kind} is no map`);
      expect(shape.read(wire, "body")).toEqual(body);
      expect(() => shape.read(new Map([...wire, [99, 1]]), "body")).toThrow(Misshapen);
      for (const key of wire.keys()) {
        expect(() => shape.read(new Map([...wire, [key, new Map([[99, 0]])]]), "body")).toThrow(Misshapen);
        expect(() => shape.read(new Map([...wire, [key, "\u0000"]]), "body")).toThrow(Misshapen);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(120);
  });

  it("can be made from the CDDL alone", () => {
    for (const kind of KIND_NAMES) {
      const body = madeBody(kind);
      expect(bodyShape(kind).read(bodyShape(kind).write(body, kind), kind)).toEqual(body);
    }
  });
});

describe("codes", () => {
  it("keep their meaning", () => {
    const english = Object.entries(codes)
      .filter(([, table]) => typeof table === "object" && "1" in table)
      .map(
        ([name, table]: [string, object]) =>
          `${name}: ${Object.entries<codes.Named>({ ...table }).map(([code, { en }]) => `${code} ${en}`)}`,
      );
    expect(english).toMatchInlineSnapshot(`
      [
        "MATERIALS: 1 sand,2 gravel,3 blasted rock,4 fill,5 clay,6 crushed stone 0.5–2 cm,7 crushed stone 2–8 cm,8 rubble,9 stone dust,10 graded aggregate",
        "SITE_TYPES: 1 mine,2 yard,3 crusher,4 concrete plant,5 asphalt plant,6 precast plant,7 shop,8 vessel hold,9 checkpoint",
        "ROLES: 1 licensing authority,2 mine operator,3 yard or shop keeper,4 crusher or plant operator,5 transport control,6 project owner,7 contractor,8 supervisor,9 State Treasury,10 inspector or auditor,11 log operator,12 carrier,13 tax office",
        "INSTRUMENTS: 1 extraction licence,2 group IV licence,3 special-mechanism confirmation,4 salvage licence,5 recovery registration,6 excavation inside a project,7 waste rock, ash, slag,8 opening stock,9 neighbour department's letter",
        "OBLIGATIONS: 1 mine design,2 mine director,3 boundary markers,4 scale,5 camera,6 restoration deposit,7 land lease,8 water permit,9 environmental permit,10 explosives permit,11 start date,12 mining-right fee,13 port or wharf licence,14 dyke consent,15 public board,16 vehicle inspection,17 tracking device,18 royalty,19 environmental fee",
        "OBLIGATION_STATES: 1 met,2 exempt,3 not shown,4 lapsed",
        "MEASURES: 1 scale,2 draught,3 hold or bed volume,4 survey",
        "VEHICLE_CLASSES: 1 two-axle truck,2 three- or four-axle truck,3 tractor and trailer,4 concrete mixer,5 barge or cargo boat",
        "GRADES: 1 ledger,2 paper,3 transitional",
        "OUTCOMES: 1 pay,2 part,3 refuse,4 return",
        "STATUSES: 1 active,2 suspended,3 revoked,4 closed",
        "PHASES: 1 observe,2 warn,3 block",
        "PHASED_RULES: 1 obligations,2 hours and season,3 cycle,4 scales,5 fill density,6 yield,7 daily production,8 slips off line without a book,9 contracts in the book,10 dues on what was sent",
        "POSITIONS: 1 specialist,2 head of division,3 deputy director,4 director,5 head who signs by the director's order",
        "AMOUNT_UNITS: 1 m³ in place,2 tonnes,3 m³ loose",
        "FACTOR_USES: 1 kg per m³, loose,2 kg per m³, in place,3 kg per m³, compacted",
        "COMPACTIONS: 1 K ≥ 0.85,2 K ≥ 0.90,3 K ≥ 0.95,4 K ≥ 0.98",
        "RECIPE_SOURCES: 1 approved mix design,2 contract estimate,3 ministry norm",
        "DIRECTIONS: 1 outbound,2 inbound",
        "COLOURS: 1 green,2 amber,3 red,4 grey: source not connected",
        "CLAIM_KINDS: 1 interim,2 advance,3 final,4 retention paid out",
        "LISTED_REASONS: 1 The origin annex does not evidence enough material for the work line,2 Origin evidence is contradictory and has not been explained,3 The dossier lacks a required part,5 The dossier whose price is adjusted is not paid,6 Quantity, price or terms of payment do not agree with the contract or the acceptance record,7 Beyond the capital plan or the budget assigned",
        "RECOVERY_CLOSURES: 1 paid in,2 cancelled,3 given back",
        "SETTLEMENT_OUTCOMES: 1 clear,2 not clear",
      ]
    `);
  });
});
