// The statement of a proven court bundle: the signatures name one another, the figures are the signed ones and follow from the recipes, and
// the ways of the kilograms add up to them. Order of lots (first in, first out) is a convention of the books that a part of the log
// cannot show; a replay of the whole log does.
import type { ClaimFigures, SetOff } from "../../format/bodies/payment.ts";
import { type Flaw, flaw, type Origin, type Proven, type ProvenLeaf, proveBundle } from "../../format/bundle.ts";
import { equal, hex } from "../../format/bytes.ts";
import type { EnteredKind, Statement } from "../../format/kinds.ts";
import { readSlipCode, slipCode } from "../../format/slipcode.ts";
import { demandKg, ratioCeil } from "../numbers/convert.ts";
import { moneyOf } from "../payment/claim.ts";
import { hashFigures } from "../payment/figures.ts";

type Said<K extends EnteredKind> = Extract<Statement, { kind: K }> & ProvenLeaf["entry"];

/** The facts that are proven of a slip. */
export type SlipProof = { readonly kind: "slip"; readonly slip: Said<"slip.issue">; readonly later: number };
/** The facts that are proven of a payment result. */
export type ResultProof = {
  readonly kind: "result";
  readonly decision: Said<"decision.sign">;
  /** With the lines of all its parts. */
  readonly annex: Said<"annex.propose">["body"];
  readonly figures: ClaimFigures;
  readonly origins: readonly Origin[];
};

/** The outcome of verifying a file. */
export type Verified = { readonly proven: Proven; readonly proof: SlipProof | ResultProof };

/** Verifies a bundle's bytes, with a pinned key or without: all that the command, the page from disk and a test ever ask. */
export async function verifyBundle(file: Uint8Array, vkey?: string): Promise<Verified | Flaw> {
  const proven = await proveBundle(file, vkey);
  if ("flaw" in proven) return proven;
  const proof = judgeBundle(proven);
  return "flaw" in proof ? proof : { proven, proof };
}

/** Judges a proven bundle by what it is about. */
export function judgeBundle(proven: Proven): SlipProof | ResultProof | Flaw {
  const { subject } = proven.bundle;
  const slip = said(proven, subject, "slip.issue");
  if (slip) return { kind: "slip", slip, later: [...proven.leaves.keys()].filter((index) => index > subject).length };
  const decision = said(proven, subject, "decision.sign");
  return decision ? judgeResult(proven, decision) : flaw("subject", subject);
}

/** The entry at an index if it is of this kind. */
export function said<K extends EnteredKind>(proven: Proven, index: number, kind: K): Said<K> | undefined {
  const entry = proven.leaves.get(index)?.entry;
  return entry?.kind === kind ? (entry as Said<K>) : undefined;
}

function judgeResult(proven: Proven, decision: Said<"decision.sign">): ResultProof | Flaw {
  const { figures, origins, subject } = proven.bundle;
  const review = said(proven, decision.body.review, "review.make");
  const annex = said(proven, decision.body.annex, "annex.propose");
  const project = annex && said(proven, annex.body.project, "project.register");
  if (!review || !annex || !project || !figures || !origins) return flaw("link", subject);
  if (!equal(decision.body.reviewId, review.id) || review.body.annex !== decision.body.annex)
    return flaw("link", decision.body.review);
  if (review.body.outcome !== decision.body.outcome) return flaw("link", decision.body.review);
  const whole = withParts(proven, annex);
  if ("flaw" in whole) return whole;
  const unsigned = cosigners(proven, annex, project, decision.body.annex);
  if (unsigned !== undefined) return flaw("link", decision.body.annex, `đơn vị · party ${unsigned}`);
  if (samePerson(proven, subject, decision.body.review)) return flaw("link", subject, "một người · one person");
  const wrong = checkFigures(proven, decision, whole, figures) ?? checkOrigins(proven, whole, figures, origins);
  return wrong ?? { kind: "result", decision, annex: whole.body, figures, origins };
}

/** The annex with the lines of its parts, each of which must be the very entry that its proposal names. */
function withParts(proven: Proven, annex: Said<"annex.propose">): Said<"annex.propose"> | Flaw {
  const lines = [];
  for (const { index, entryId } of annex.body.parts ?? []) {
    const part = said(proven, index, "annex.part");
    if (!part || !equal(part.id, entryId)) return flaw("link", index, "phần bảng kê · part of the annex");
    lines.push(...part.body.lines);
  }
  return { ...annex, body: { ...annex.body, lines: [...lines, ...annex.body.lines] } };
}

/** A party of the contract that has not signed the annex; undefined when all have. */
function cosigners(
  proven: Proven,
  annex: Said<"annex.propose">,
  project: Said<"project.register">,
  at: number,
): number | undefined {
  const { owner, supervisor, packages } = project.body;
  const contractor = packages.find((each) => each.number === annex.body.package)?.contractor ?? -1;
  const signed = new Set([partyOf(proven, at)]);
  for (const [index, { entry }] of proven.leaves) {
    const agrees = entry.kind === "annex.cosign" && entry.body.annex === at && equal(entry.body.entryId, annex.id);
    if (agrees) signed.add(partyOf(proven, index));
  }
  return [contractor, supervisor, owner].find((party) => !signed.has(party));
}

function partyOf(proven: Proven, index: number): number | undefined {
  const signer = proven.leaves.get(index)?.signer;
  return signer?.kind === "key.register" ? signer.body.party : undefined;
}

function samePerson(proven: Proven, a: number, b: number): boolean {
  const person = (index: number) => {
    const signer = proven.leaves.get(index)?.signer;
    return signer?.kind === "key.register" ? signer.body.person : undefined;
  };
  return person(a) === undefined || person(b) === undefined || person(a) === person(b);
}

function checkFigures(
  proven: Proven,
  decision: Said<"decision.sign">,
  annex: Said<"annex.propose">,
  figures: ClaimFigures,
): Flaw | undefined {
  const { subject } = proven.bundle;
  const { body } = decision;
  const review = said(proven, body.review, "review.make");
  const hash = hashFigures(figures);
  if (!equal(hash, body.figuresHash) || !review || !equal(hash, review.body.figuresHash))
    return flaw("figures", subject, hex(hash));
  const { lines, advanceDong } = annex.body;
  const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, advanceDong ?? 0);
  const money = moneyOf(figures, body.outcome);
  const adds =
    figures.lines.length === lines.length &&
    figures.claimedDong === sum(lines.map((line) => line.valueDong)) &&
    figures.acceptedDong === sum(figures.lines.map((line) => line.acceptedDong)) &&
    body.claimedDong === money.claimedDong &&
    body.acceptedDong === money.acceptedDong &&
    body.paidDong === money.paidDong;
  if (!adds) return flaw("figures", subject, "đồng");
  const strange = figures.setOffs.find((each) => !setsOff(proven, annex, each));
  const taken = figures.setOffs.reduce((total, each) => total + each.takenDong, 0);
  if (strange || taken > figures.acceptedDong) return flaw("figures", strange?.recovery, "bù trừ · set-off");
  for (const [i, line] of lines.entries()) {
    const recipe = line.recipe === undefined ? undefined : said(proven, line.recipe, "recipe.set");
    const { materials } = figures.lines[i]!;
    const demands = recipe?.body.lines ?? [];
    const follow = materials.every((each, j) => {
      const demand = demands[j];
      const factor = demand && said(proven, demand.factor, "factor.set");
      const shown =
        each.ledgerKg + each.paperKg + each.transitionalKg + each.exemptKg + each.insufficientKg + each.contradictedKg;
      return (
        factor !== undefined &&
        demand?.material === each.material &&
        each.demandKg === demandKg(line.quantityMilli, demand, factor.body) &&
        shown === each.demandKg
      );
    });
    if (!follow || materials.length !== demands.length) return flaw("figures", line.recipe, `dòng · line ${i + 1}`);
  }
  return undefined;
}

/** A set-off is of a recovery, within its sum, from a result of the same project that paid the same contractor. */
function setsOff(proven: Proven, annex: Said<"annex.propose">, { recovery, takenDong, returnedDong }: SetOff): boolean {
  const opened = said(proven, recovery, "recovery.open");
  const decided = opened && said(proven, opened.body.decision, "decision.sign");
  const claim = decided && said(proven, decided.body.annex, "annex.propose");
  const project = said(proven, annex.body.project, "project.register");
  if (!claim || !project || claim.body.project !== annex.body.project) return false;
  const contractor = ({ body }: Said<"annex.propose">) =>
    project.body.packages.find((each) => each.number === body.package)?.contractor;
  return contractor(claim) === contractor(annex) && Math.max(takenDong, returnedDong) <= opened.body.amountDong;
}

/** Each way begins with a receipt into the package and ends at a source; the kilograms add up line by line. */
function checkOrigins(
  proven: Proven,
  annex: Said<"annex.propose">,
  figures: ClaimFigures,
  origins: readonly Origin[],
): Flaw | undefined {
  const sums = new Map<string, number>();
  const received = new Map<number, number>();
  for (const each of origins) {
    const wrong = checkWay(proven, annex, each);
    if (wrong) return wrong;
    const key = `${each.line}/${each.material}/${each.contested === undefined ? "clean" : "contested"}`;
    sums.set(key, (sums.get(key) ?? 0) + each.kg);
    received.set(each.way[0]!, (received.get(each.way[0]!) ?? 0) + each.kg);
  }
  for (const [index, kg] of received) {
    const receipt = said(proven, index, "load.receive");
    if (receipt && kg > receipt.body.massKg) return flaw("origins", index, `${kg} > ${receipt.body.massKg}`);
  }
  for (const [i, line] of figures.lines.entries()) {
    const { quantityMilli } = annex.body.lines[i]!;
    for (const each of line.materials) {
      const evidenced = each.ledgerKg + each.paperKg + each.transitionalKg;
      const spent = Math.min(evidenced, ratioCeil([each.demandKg, line.acceptedMilli], [quantityMilli]));
      const clean = sums.get(`${i}/${each.material}/clean`) ?? 0;
      const contested = sums.get(`${i}/${each.material}/contested`) ?? 0;
      if (clean !== (each.exemptKg > 0 ? 0 : spent) || contested !== each.contradictedKg)
        return flaw(
          "origins",
          undefined,
          `dòng · line ${i + 1}: ${clean} ≠ ${spent}, ${contested} ≠ ${each.contradictedKg}`,
        );
    }
  }
  return undefined;
}

function checkWay(proven: Proven, annex: Said<"annex.propose">, origin: Origin): Flaw | undefined {
  const { way, contested } = origin;
  const [arrived] = way;
  const lost = [...way, ...(contested === undefined ? [] : [contested])].find((index) => !proven.leaves.has(index));
  if (lost !== undefined) return flaw("origins", lost, "thiếu mục · missing");
  if (way.some((index, i) => i > 0 && !goesBack(proven, way[i - 1]!, index)))
    return flaw("origins", arrived, "thứ tự · order");
  if (!arrivesIn(proven, annex, arrived!)) return flaw("origins", arrived, "không vào gói thầu · not into the package");
  return beginsAt(proven, way.at(-1)!) ? undefined : flaw("origins", way.at(-1), "không có nguồn · no source");
}

/** Each step of a way rests on an earlier entry; only a receipt by typed code may have waited for its slip. */
function goesBack(proven: Proven, step: number, earlier: number): boolean {
  if (earlier < step) return true;
  const receipt = said(proven, step, "load.receive");
  const slip = said(proven, earlier, "slip.issue");
  const typed = receipt?.body.slip.code;
  return typed !== undefined && slip !== undefined && readSlipCode(typed) === slipCode(slip.id);
}

/** The act that a leaf brought about: its own, or that of the proposal which it approves. */
function actAt(proven: Proven, index: number): ProvenLeaf["entry"] | undefined {
  const entry = proven.leaves.get(index)?.entry;
  return entry?.kind === "approve" ? proven.leaves.get(entry.body.proposal)?.entry : entry;
}

/** True if a leaf brings kilograms into the package of the annex. */
function arrivesIn(proven: Proven, annex: Said<"annex.propose">, index: number): boolean {
  const { project, package: contract } = annex.body;
  const act = actAt(proven, index);
  switch (act?.kind) {
    case "load.receive":
    case "foreign.attest":
    case "opening.declare":
      return act.body.at === project && act.body.package === contract;
    case "excavation.accept":
      return act.body.project === project && act.body.package === contract;
    case "package.transfer":
      return act.body.project === project && act.body.to === contract;
    case "paper.attest": {
      const paper = said(proven, act.body.paper, "paper.lodge")?.body;
      return paper?.project === project && paper.package === contract;
    }
    default:
      return false;
  }
}

/** True if a leaf takes kilograms from the ground of a named source. */
function beginsAt(proven: Proven, index: number): boolean {
  const act = actAt(proven, index);
  if (act?.kind === "slip.issue") return act.body.source !== undefined;
  const kinds: readonly (EnteredKind | undefined)[] = [
    "extract.record",
    "book.grant",
    "paper.attest",
    "foreign.attest",
    "opening.declare",
    "excavation.accept",
  ];
  return kinds.includes(act?.kind);
}
