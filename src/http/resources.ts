// The JSON resources as strangers read them: one schema each, from which both the types here and openapi.json follow.
import { z } from "zod";
import { problemDocument } from "./problems.ts";

const index = z.int().min(0).describe("Log index of an entry");
const kg = z.int().min(0);
const dong = z.int().min(0);
const entryId = z.string().regex(/^[0-9a-f]{64}$/);
const named = z.strictObject({ code: z.int(), vi: z.string(), en: z.string() });
const place = z.strictObject({ index, name: z.string() });

/** The answer to an accepted entry. */
export const receipt = z
  .strictObject({
    index,
    entryId: entryId.describe("SHA-256 of the entry's bytes"),
    proof: z
      .string()
      .describe("C2SP tlog-proof text: the leaf as extra data, its inclusion proof, the signed tree head"),
    verdict: problemDocument
      .nullable()
      .describe("The problem that an observation was kept with; null where all agreed"),
  })
  .meta({ id: "Receipt" });

/** Answers to a sequence of entries, in its order. */
export const answers = z.array(z.union([receipt, problemDocument])).meta({ id: "Answers" });

/** One signed result of payment control. The four kilogram figures add up to `claimed_kg`. */
export const decision = z
  .strictObject({
    claim: index.describe("Index of the annex"),
    project: z.string().describe("Project code, 7 digits"),
    outcome: z.enum(["pay", "part", "refuse", "return"]),
    claimed_kg: kg,
    verified_kg: kg,
    exempt_kg: kg,
    insufficient_kg: kg,
    contradicted_kg: kg,
    claimed_vnd: dong,
    accepted_vnd: dong,
    entry: entryId.describe("Entry id of the result"),
    index: index.describe("Index of the result"),
    reversed: index.nullable().describe("Entry that put its reversal in force, once it is reversed"),
  })
  .meta({ id: "Decision" });
export const decisions = z.array(decision).meta({ id: "Decisions" });
export type Decision = z.infer<typeof decision>;

/** The public facts of a slip: no plate, no person, no party, no sighting. */
export const publicSlip = z
  .strictObject({
    index,
    code: z.string().describe("The code printed under the QR"),
    entryId,
    status: z.enum(["transit", "received", "void", "stray", "refused", "unruled"]),
    contested: z
      .strictObject({ index, why: z.string() })
      .nullable()
      .describe("The observation that contradicts the slip"),
    material: named.nullable(),
    product: z
      .strictObject({ code: z.string(), name: z.string(), unit: z.string(), quantity_milli: z.int() })
      .nullable(),
    mass_kg: kg,
    received_kg: kg,
    from: place,
    to: place,
    source: z
      .strictObject({ index, number: z.string(), issuer: z.string() })
      .nullable()
      .describe("The instrument that made the material lawful, on slips from a mine"),
    issued: z.iso.datetime(),
    expires: z.iso.datetime(),
    verdict: problemDocument.nullable(),
    proof: z.string().describe("Where a fresh inclusion proof is"),
  })
  .meta({ id: "Slip" });
export type PublicSlip = z.infer<typeof publicSlip>;

const materialFigures = z.strictObject({
  material: named,
  demand_kg: kg,
  ledger_kg: kg,
  paper_kg: kg,
  transitional_kg: kg,
  exempt_kg: kg,
  insufficient_kg: kg,
  contradicted_kg: kg,
});

/** A claim by the book of today: the figures that a review would sign. `size`, `root` and `rules` go into it beside `figures_hash`. */
export const claimReview = z
  .strictObject({
    claim: index,
    project: z.string(),
    package: z.int(),
    number: z.int(),
    complete: index.nullable().describe("The entry that made the dossier complete"),
    review: index.nullable(),
    decision: index.nullable(),
    head: z.strictObject({ size: z.int(), root: z.string() }),
    rules: index,
    figures_hash: z.string().nullable(),
    claimed_vnd: dong,
    accepted_vnd: dong,
    set_offs: z
      .array(z.strictObject({ recovery: index, taken_vnd: dong, returned_vnd: dong }))
      .describe("Recoveries that a result of these figures takes off or gives back"),
    cleared_vnd: dong.describe("Of the package's advances, the part that this claim clears"),
    retained_vnd: dong.describe("Kept back by the contract's terms"),
    paid_vnd: dong.describe("Accepted, less what is cleared, kept back and taken off, and what is given back"),
    contract: z
      .strictObject({
        entry: index
          .nullable()
          .describe("The contract's latest entry; null while the book has no contract of the package"),
        value_vnd: dong,
        lines: z
          .array(
            z.strictObject({
              number: z.int(),
              name: z.string(),
              unit: z.string(),
              quantity_milli: z.int(),
              claimed_before_milli: z.int(),
              this_claim_milli: z.int(),
              left_milli: z.int(),
            }),
          )
          .describe("Contract lines that the claim is against"),
        advanced_vnd: dong,
        advance_cleared_vnd: dong,
        advance_left_vnd: dong,
        retention_left_vnd: dong,
      })
      .nullable()
      .describe("The package with this claim accepted as it is; null while the claim is not complete"),
    not_reported: z
      .array(
        z.strictObject({
          place,
          loads: z.int().describe("Loads of the dossier that may have passed it since"),
          since: z.string().describe("Arrival of the first of them, RFC 3339"),
        }),
      )
      .describe("Of a claim not decided: checkpoints of its loads' routes that have recorded nothing since"),
    lines: z.array(
      z.strictObject({
        code: z.string(),
        name: z.string(),
        unit: z.string(),
        quantity_milli: z.int(),
        accepted_milli: z.int(),
        value_vnd: dong,
        accepted_vnd: dong,
        materials: z.array(materialFigures),
      }),
    ),
  })
  .meta({ id: "ClaimReview" });
export type ClaimReview = z.infer<typeof claimReview>;

/** The extent of a finding: kilograms to stop by where they are (log indexes), and results with what is to be recovered from them. */
export const findingReach = z
  .strictObject({
    finding: index,
    standing: z.boolean().describe("Whether it is in force; lifted, this is what it would touch"),
    touched: z.array(
      z.strictObject({
        what: z.enum(["stock", "road", "reserve", "package", "paid", "withheld", "lost", "sold", "lapsed", "returned"]),
        where: z.record(z.string(), z.int()),
        material: named,
        kg,
      }),
    ),
    results: z.array(
      z.strictObject({
        claim: index,
        decision: index,
        project: index,
        package: z.int(),
        paid_kg: kg,
        withheld_kg: kg,
        recover_vnd: dong.describe("What the result would not have accepted had the finding stood"),
        recoveries: z.array(z.strictObject({ recovery: index, owed_vnd: dong, balance_vnd: z.int() })),
      }),
    ),
  })
  .meta({ id: "FindingReach" });
export type FindingReach = z.infer<typeof findingReach>;

/** Signals in order of severity and age; `next` is the `after` of the page that follows, null at the end. */
export const signalList = z
  .strictObject({
    signals: z.array(
      z.strictObject({
        leaf: index.describe("The entry at which it was noticed"),
        ordinal: z.int().min(0).describe("Its place among the signals of that entry"),
        code: z.string(),
        severity: z.enum(["act", "look", "note"]),
        owner: z.enum(["authority", "inspector", "treasury"]),
        subject: z.strictObject({ kind: z.string(), index }),
        project: index.nullable(),
        figures: z.record(z.string(), z.int()),
        vi: z.string(),
        en: z.string(),
        step: z.strictObject({ vi: z.string(), en: z.string() }),
        entries: z.array(index).describe("The entries that it rests on"),
        raised: z.iso.datetime(),
        closed: z.strictObject({ entry: index, party: index, reason: z.string() }).nullable(),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: "SignalList" });
export type SignalList = z.infer<typeof signalList>;

/** Leaves since an index, for monitors: at most 256, and `next` is what to ask for next; `leaf` is the leaf's CBOR in base64. */
export const changes = z
  .strictObject({
    since: index,
    next: index,
    size: z.int(),
    head: z.string().describe("The signed tree head that covers the leaves, as a note"),
    leaves: z.array(z.strictObject({ index, kind: z.string(), received: z.iso.datetime(), leaf: z.string() })),
  })
  .meta({ id: "Changes" });
export type LogChanges = z.infer<typeof changes>;

/** A challenge to sign: 32 random bytes in hexadecimal, good once and until `expires`. */
export const challenge = z
  .strictObject({ origin: z.string(), challenge: z.string(), expires: z.iso.datetime() })
  .meta({ id: "Challenge" });

/** The signature is over "so-nguon/session/v1\n" ‖ origin ‖ "\n" ‖ challenge. All in lower-case hexadecimal. */
export const signIn = z
  .strictObject({
    kid: z.string().regex(/^[0-9a-f]{16}$/),
    challenge: z.string().regex(/^[0-9a-f]{64}$/),
    signature: z.string().regex(/^[0-9a-f]{128}$/),
  })
  .meta({ id: "SignIn" });

/** Who a session speaks for. */
export const session = z
  .strictObject({
    kid: z.string(),
    party: index,
    party_name: z.string(),
    roles: z.array(named),
    persona: z.string().nullable(),
  })
  .meta({ id: "Session" });

/** Demo only: the persona whose place the visitor takes; `next` is a page of this site. */
export const choosePersona = z
  .strictObject({ persona: z.string().max(40), next: z.string().max(300).optional() })
  .meta({ id: "ChoosePersona" });

/** Demo only: registers a browser's key for a persona's party. */
export const enrol = z
  .strictObject({
    persona: z.string().max(40),
    key: z.string().regex(/^[0-9a-f]{64}$/),
    possession: z.string().regex(/^[0-9a-f]{128}$/),
  })
  .meta({ id: "Enrol" });

/** The general meaning of a problem code; `…` replaces the figures of one occasion. */
export const problemType = z
  .strictObject({ code: z.string(), status: z.int(), title: z.string(), title_en: z.string() })
  .meta({ id: "ProblemType" });
