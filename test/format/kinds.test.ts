// Published numbers and codes never change meaning.
import { describe, expect, it } from "vitest";
import type { Named } from "../../src/format/codes.ts";
import * as codes from "../../src/format/codes.ts";
import { KIND_NAMES } from "../../src/format/kindnames.ts";
import { BODIES, KIND, type KindName, kindOf } from "../../src/format/kinds.ts";
import { Misshapen, type Shape } from "../../src/format/shape.ts";
import { cddl } from "../docs/cddl.ts";
import { samples } from "./samples.ts";

const names = Object.keys(KIND) as KindName[];

describe("kinds", () => {
  it("have one number each, and encode in at most two bytes", () => {
    expect(new Set(Object.values(KIND)).size).toBe(names.length);
    for (const number of Object.values(KIND)) expect(number > 0 && number < 256).toBe(true);
  });

  it("keep the numbers that were published", () => {
    const published = names.map((kind) => `${KIND[kind]} ${kind}`).join(", ");
    expect(published).toBe(
      "1 genesis, 2 party.register, 3 person.register, 4 key.register, 5 key.rotate, 6 key.revoke, 7 key.freeze, " +
        "8 site.register, 9 site.status, 10 source.grant, 11 source.amend, 12 source.status, 13 obligation.attest, " +
        "14 vehicle.register, 15 vehicle.status, 16 route.set, 17 project.register, 18 recipe.set, 19 factor.set, " +
        "20 rules.set, 21 approve, 22 clock.tick, 23 slip.issue, 24 log.rotate, 25 witness.set, 26 book.grant, " +
        "27 book.close, 28 scale.register, 29 scale.certify, 30 scale.status, 31 yield.set, " +
        "32 extract.record, 33 slip.void, 34 slip.reverse, 35 slip.amend, 36 passage.record, " +
        "37 load.receive, 38 load.refuse, 39 batch.process, 40 stock.count, 41 survey.record, 42 sale.declare, " +
        "43 package.transfer, 44 excavation.accept, 45 weighing.record, 46 stock.entrust, 47 slip.rule, 48 paper.lodge, 49 paper.attest, 50 invoice.link, " +
        "51 foreign.attest, 52 opening.declare, 64 annex.propose, 65 annex.cosign, 66 review.make, 67 decision.sign, " +
        "68 decision.reverse, 69 settlement.check, 70 recovery.open, 71 recovery.close, 72 annex.part, 80 report.lodge, " +
        "81 signal.close, 82 finding.record, 83 finding.lift, 84 contest.lift, 85 rules.version",
    );
  });

  it("without a body are not read, with one they are", () => {
    for (const kind of names) expect(kindOf(KIND[kind])).toBe(kind in BODIES ? kind : undefined);
    for (const number of [0, -1, 53, 86, 23.5]) expect(kindOf(number)).toBeUndefined();
  });

  it("have a Vietnamese and an English name in NFC", () => {
    for (const kind of names) {
      for (const name of Object.values(KIND_NAMES[kind])) {
        expect(name).toBe(name.normalize("NFC").trim());
        expect(name).not.toBe("");
      }
    }
  });

  it("with a body stand in the CDDL under their number and their name", () => {
    for (const kind of Object.keys(BODIES) as (keyof typeof BODIES)[]) {
      expect(cddl()).toContain(`statement<${KIND[kind]}, ${kind}>`);
      expect(cddl()).toContain(`\n${kind} = `);
    }
  });
});

describe("bodies", () => {
  it("refuse to miss a field, to have one more, and to have a field of another type", async () => {
    const bodies: Record<string, unknown> = await samples();
    let tried = 0;
    for (const [kind, body] of Object.entries(bodies)) {
      const shape = BODIES[kind as keyof typeof BODIES] as Shape<unknown>;
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
});

describe("codes", () => {
  it("keep their meaning", () => {
    const english = Object.entries(codes)
      .filter(([, table]) => typeof table === "object" && "1" in table)
      .map(
        ([name, table]: [string, object]) =>
          `${name}: ${Object.entries<Named>({ ...table }).map(([code, { en }]) => `${code} ${en}`)}`,
      );
    expect(english).toMatchInlineSnapshot(`
      [
        "MATERIALS: 1 sand,2 gravel,3 blasted rock,4 fill,5 clay,6 crushed stone 0.5–2 cm,7 crushed stone 2–8 cm,8 rubble,9 stone dust,10 graded aggregate",
        "SITE_TYPES: 1 mine,2 yard,3 crusher,4 concrete plant,5 asphalt plant,6 precast plant,7 shop,8 vessel hold,9 checkpoint",
        "ROLES: 1 licensing authority,2 mine operator,3 yard or shop keeper,4 crusher or plant operator,5 transport control,6 project owner,7 contractor,8 supervisor,9 State Treasury,10 inspector or auditor,11 log operator,12 carrier",
        "INSTRUMENTS: 1 extraction licence,2 group IV licence,3 special-mechanism confirmation,4 salvage licence,5 recovery registration,6 excavation inside a project,7 waste rock, ash, slag,8 opening stock,9 neighbour department's letter",
        "OBLIGATIONS: 1 mine design,2 mine director,3 boundary markers,4 scale,5 camera,6 restoration deposit,7 land lease,8 water permit,9 environmental permit,10 explosives permit,11 start date,12 mining-right fee,13 port or wharf licence,14 dyke consent,15 public board,16 vehicle inspection,17 tracking device",
        "OBLIGATION_STATES: 1 met,2 exempt,3 not shown,4 lapsed",
        "MEASURES: 1 scale,2 draught,3 hold or bed volume,4 survey",
        "VEHICLE_CLASSES: 1 two-axle truck,2 three- or four-axle truck,3 tractor and trailer,4 concrete mixer,5 barge or cargo boat",
        "GRADES: 1 ledger,2 paper,3 transitional",
        "OUTCOMES: 1 pay,2 part,3 refuse,4 return",
        "STATUSES: 1 active,2 suspended,3 revoked,4 closed",
        "PHASES: 1 observe,2 warn,3 block",
        "PHASED_RULES: 1 obligations,2 hours and season,3 cycle,4 scales,5 fill density,6 yield",
        "AMOUNT_UNITS: 1 m³ in place,2 tonnes,3 m³ loose",
        "FACTOR_USES: 1 kg per m³, loose,2 kg per m³, in place,3 kg per m³, compacted",
        "RECIPE_SOURCES: 1 approved mix design,2 contract estimate,3 ministry norm",
        "DIRECTIONS: 1 outbound,2 inbound",
        "COLOURS: 1 green,2 amber,3 red,4 grey: source not connected",
        "CLAIM_KINDS: 1 interim,2 advance,3 final",
        "LISTED_REASONS: 1 The origin annex does not evidence enough material for the work line,2 Origin evidence is contradictory and has not been explained,3 The dossier lacks a required part,4 The annex is not signed by all parties",
        "RECOVERY_CLOSURES: 1 paid in,2 cancelled,3 given back",
        "SETTLEMENT_OUTCOMES: 1 clear,2 not clear",
      ]
    `);
  });
});
