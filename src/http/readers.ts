// Who reads what: the one rule that every page, resource, proof, bundle and form asks before it shows the words of an entry, a slip, a
// plate, a price, a review, or the details of a disagreement. What nobody thought of is for its signer, its parties and the offices.
import { hex } from "../format/bytes.ts";
import { ROLE, type Role } from "../format/codes.ts";
import type { Entry } from "../format/entry.ts";
import type { KindName } from "../format/kinds.ts";
import { entriesNamedBy, type NamedEntry } from "../format/references.ts";
import { CLAIMANTS, INSPECTORS, RECEIVERS, SENDERS } from "../rules/acts/row.ts";
import type { Book } from "../rules/book/book.ts";
import type { KeyFact, ProjectFact, SlipFact } from "../rules/book/facts.ts";
import { mapLoading } from "../rules/book/memory.ts";
import { findSlip } from "../rules/slips/reference.ts";
import { type Problem, problem } from "../words/problem.ts";
import type { SIGNERS } from "../words/things.ts";
import type { Who } from "./who.ts";

/** The licensing authority, the treasury and the inspector. */
const OFFICES: readonly Role[] = [...INSPECTORS, ROLE.treasury];
/** Who checks loads on the road reads any slip, and what other checkpoints and scales said of it. */
const ON_THE_ROAD: readonly Role[] = [ROLE.transportControl];
const ROAD_KINDS: readonly KindName[] = [
  "slip.issue",
  "passage.record",
  "passage.correct",
  "stop.record",
  "stop.release",
  "search.record",
  "weighing.record",
];

/** The lists and forms that a role opens, each with its roles and the words for everyone else. */
const DESKS = {
  sending: [SENDERS, "sender"],
  receiving: [RECEIVERS, "receiver"],
  claims: [CLAIMANTS, "owner-contractor-or-supervisor"],
  control: [[ROLE.treasury], "treasury-officer"],
  duty: [ON_THE_ROAD, "checkpoint-officer"],
  road: [[...ON_THE_ROAD, ...INSPECTORS], "checkpoint-officer-or-inspector"],
  signals: [OFFICES, "authority-inspector-or-treasury"],
  findings: [OFFICES, "authority-inspector-or-treasury"],
  rulings: [INSPECTORS, "authority-or-inspector"],
  contests: [INSPECTORS, "authority-or-inspector"],
  register: [[ROLE.authority], "authority"],
  dues: [[...SENDERS, ...OFFICES, ROLE.taxOffice], "tax-office-authority-or-sender"],
  duesOfAll: [[...OFFICES, ROLE.taxOffice], "tax-office-or-authority"],
  taxes: [[ROLE.taxOffice], "tax-office"],
  configuration: [[ROLE.authority, ROLE.treasury], "authority-or-treasury"],
} as const satisfies Record<string, readonly [readonly Role[], keyof typeof SIGNERS]>;
export type Desk = keyof typeof DESKS;

/** Something that is not for everyone; `paper` is a slip's court bundle; a signal or a result may be of no project. */
export type Guarded =
  | { readonly what: "entry"; readonly index: number; readonly entry: Entry }
  | { readonly what: "slip" | "paper"; readonly slip: number }
  | { readonly what: "dossier"; readonly annex: number }
  | { readonly what: "signal" | "result"; readonly project: number | null };

/** For whom the words of a kind of entry are. */
type Audience = "everyone" | "registered" | "parties" | "offices" | "inspectors" | "nobody";

/** A kind that is not named here is for its signer, the parties of what it names, and the offices. */
const AUDIENCE: Partial<Record<KindName, Audience>> = {
  // These name no vehicle, no load, no price of a party and no person.
  genesis: "everyone",
  "site.register": "everyone",
  "site.status": "everyone",
  "source.grant": "everyone",
  "source.status": "everyone",
  "obligation.attest": "everyone",
  "project.register": "everyone",
  "recipe.set": "everyone",
  "factor.set": "everyone",
  "rules.set": "everyone",
  "calendar.set": "everyone",
  "texts.set": "everyone",
  "rules.version": "everyone",
  approve: "everyone",
  "clock.tick": "everyone",
  "route.set": "everyone",
  "decision.sign": "everyone",
  // The register as the parties need it.
  "party.register": "registered",
  "key.register": "registered",
  "key.rotate": "registered",
  "key.add": "registered",
  "key.revoke": "registered",
  "log.rotate": "registered",
  "witness.set": "registered",
  "source.amend": "registered",
  "scale.register": "registered",
  "scale.certify": "registered",
  "scale.status": "registered",
  "factor.end": "registered",
  "yield.set": "registered",
  // A freeze holds another entry whole; a part of an annex does not say of which dossier it will be.
  "key.freeze": "offices",
  "annex.part": "offices",
  "vehicle.register": "offices",
  "vehicle.status": "offices",
  // A report may be about anyone, its reader's office included.
  "report.lodge": "inspectors",
  "signal.close": "inspectors",
  "person.register": "nobody",
};

function hasRole(who: Who | undefined, roles: readonly Role[]): who is Who {
  return who?.roles.some((role) => roles.includes(role)) === true;
}

/** True if the visitor's party, or one whose place it took, is among these. */
function isOneOf({ parties }: Who, among: readonly number[]): boolean {
  return parties.some((party) => among.includes(party));
}

/** True if the visitor's role opens a desk. */
export function mayOpen(who: Who | undefined, desk: Desk): who is Who {
  return hasRole(who, DESKS[desk][0]);
}

/** True if the visitor finds vehicles by their plates: who issues slips, and a scale's own device, which signs whose weight it was. */
export function mayFindVehicles(who: Who | undefined, key: KeyFact | undefined): who is Who {
  return mayOpen(who, "sending") || (who !== undefined && key?.scale !== undefined);
}

/** The problem of a visitor for whom a desk is not: nobody is signed in, or somebody without the role. */
export function closedDesk(who: Who | undefined, desk: Desk): Problem {
  return who ? problem("no-standing", { need: DESKS[desk][1] }) : problem("unauthorised");
}

/** True if the visitor reads what all projects have, not those of one treasury. */
export function readsEveryProject(who: Who): boolean {
  return hasRole(who, INSPECTORS);
}

/** True if the visitor is an officer of the treasury that controls the project. */
export function isOfficer(who: Who | undefined, project: ProjectFact): boolean {
  return mayOpen(who, "control") && who.parties.includes(project.treasury);
}

/** True if something may be shown to a visitor, who may be a stranger. What the ledger does not have is shown to nobody. */
export function mayRead(book: Book, who: Who | undefined, of: Guarded): boolean {
  if (of.what === "entry") return mayReadEntry(book, who, of.index, of.entry);
  if (!who) return false;
  if (of.what === "dossier") return readsEveryProject(who) || isOneOf(who, dossierParties(book, of.annex));
  if ("slip" in of) {
    const slip = book.get("slip", of.slip);
    if (!slip) return false;
    const roles = of.what === "slip" ? [...OFFICES, ...ON_THE_ROAD] : OFFICES;
    return hasRole(who, roles) || isOneOf(who, slipParties(book, slip));
  }
  const project = of.project === null ? undefined : book.get("project", of.project);
  return readsEveryProject(who) || (project !== undefined && isOfficer(who, project));
}

function mayReadEntry(book: Book, who: Who | undefined, index: number, entry: Entry): boolean {
  const audience = audienceOf(book, entry);
  if (audience === "everyone") return true;
  if (!who || audience === "nobody") return false;
  if (audience === "registered" || hasRole(who, INSPECTORS)) return true;
  const signer = book.get("key", hex(entry.kid))?.party;
  if (typeof signer === "number" && isOneOf(who, [signer])) return true;
  if (audience === "inspectors") return false;
  if (audience === "offices") return hasRole(who, OFFICES);
  const annexes = annexesOf(book, index, entry);
  if (annexes.length > 0)
    return mapLoading(annexes, (annex) =>
      entry.kind === "review.make" ? reviewReaders(book, annex) : dossierParties(book, annex),
    ).some((parties) => isOneOf(who, parties));
  if (hasRole(who, OFFICES) || (ROAD_KINDS.includes(entry.kind) && hasRole(who, ON_THE_ROAD))) return true;
  return isOneOf(who, partiesOf(book, index, entry));
}

/** An attestation of a vehicle leads to its plate. */
function audienceOf(book: Book, entry: Entry): Audience {
  if (entry.kind === "obligation.attest" && book.get("vehicle", entry.body.subject)) return "offices";
  // The taxes that a firm pays are read by the firm and the offices.
  if (entry.kind === "obligation.attest" && entry.body.balances) return "parties";
  return AUDIENCE[entry.kind] ?? "parties";
}

/** Those who answer for a dossier and the treasury that controls it. */
function dossierParties(book: Book, annex: number): number[] {
  const claim = book.get("claim", annex);
  if (!claim) return [];
  // Whoever signed it before another took the chair reads what they signed.
  const signed = claim.signed.map((each) => each.party);
  return [...projectParties(book.need("project", claim.project), claim.package), ...signed];
}

/** A review is the treasury's own until its result is signed. */
function reviewReaders(book: Book, annex: number): number[] {
  const claim = book.get("claim", annex);
  if (!claim) return [];
  return claim.decision ? dossierParties(book, annex) : [book.need("project", claim.project).treasury];
}

/** The parties of a project that answer for one of its packages; a contractor answers for its own packages alone. */
function projectParties(
  { owner, supervisor, treasury, packages }: ProjectFact,
  contract: number | undefined,
): number[] {
  const contractors = packages.filter((each) => each.number === contract).map((each) => each.contractor);
  return [owner, supervisor, treasury, ...contractors];
}

/** Who signed a slip, whose load it is, and who answers for the place that it goes to. */
function slipParties(book: Book, slip: SlipFact): number[] {
  return [slip.issuer, slip.holder, ...placeParties(book, slip.to, slip.package)];
}

function placeParties(book: Book, place: number, contract: number | undefined): number[] {
  const project = book.get("project", place);
  if (project) return projectParties(project, contract);
  const site = book.get("site", place);
  return site ? [site.party] : [];
}

/** The dossiers that an entry is part of: its prices and quantities are for the dossier's readers alone, whatever else it names. */
function annexesOf(book: Book, index: number, entry: Entry): number[] {
  if (entry.kind === "annex.propose") return [index];
  return mapLoading(entriesNamedBy(entry), (named) => annexOf(book, named)).filter((annex) => annex !== undefined);
}

function annexOf(book: Book, { index, kinds }: NamedEntry): number | undefined {
  if (kinds.includes("annex.propose")) return index;
  if (kinds.includes("review.make")) return book.get("review", index)?.annex;
  const decision = kinds.includes("recovery.open") ? book.get("recovery", index)?.decision : index;
  const decided = kinds.includes("recovery.open") || kinds.includes("decision.sign");
  return decided && decision !== undefined ? book.get("result", decision)?.annex : undefined;
}

/** The parties of a slip, or of everything that an entry names. */
function partiesOf(book: Book, index: number, entry: Entry): number[] {
  const slips = slipsOf(book, index, entry);
  const bySlip = mapLoading(slips, (slip) => {
    const fact = book.get("slip", slip);
    return fact ? { parties: slipParties(book, fact), contract: fact.package } : undefined;
  }).filter((each) => each !== undefined);
  const parties = bySlip.flatMap((each) => each.parties);
  if (entry.kind === "slip.issue") return parties;
  const stated = "package" in entry.body && typeof entry.body.package === "number" ? entry.body.package : undefined;
  const contract = stated ?? bySlip[0]?.contract;
  return [...parties, ...mapLoading(entriesNamedBy(entry), (named) => partiesAt(book, named, contract)).flat()];
}

/** The slips that an entry is, names, carries or weighs. */
function slipsOf(book: Book, index: number, entry: Entry): number[] {
  if (entry.kind === "slip.issue") return [index];
  if (entry.kind === "weighing.record") {
    const weighing = book.get("weighing", index);
    return [weighing?.used, weighing?.on].filter((slip) => typeof slip === "number");
  }
  const named = entriesNamedBy(entry).filter(({ kinds }) => kinds.includes("slip.issue"));
  const slips = named.map((each) => each.index);
  const references = [
    "slip" in entry.body && typeof entry.body.slip === "object" ? entry.body.slip : undefined,
    "right" in entry.body ? entry.body.right : undefined,
  ];
  const found = references.flatMap((each) => (each && findSlip(book, each)) ?? []);
  return [...slips, ...found.flatMap((each) => ("index" in each ? each.index : []))];
}

/** The parties that answer for what a body names. */
function partiesAt(book: Book, { index, kinds }: NamedEntry, contract: number | undefined): number[] {
  if (kinds.includes("party.register")) return [index];
  if (kinds.includes("site.register") || kinds.includes("project.register")) return placeParties(book, index, contract);
  if (kinds.includes("source.grant")) return [book.get("source", index)?.holder].filter((party) => party !== undefined);
  if (kinds.includes("book.grant")) return [book.get("slipBook", index)?.holder].filter((party) => party !== undefined);
  const scale = kinds.includes("scale.register") ? book.get("scale", index) : undefined;
  if (scale) return placeParties(book, scale.place, contract);
  const paper = kinds.includes("paper.lodge") ? book.get("paper", index) : undefined;
  return paper ? placeParties(book, paper.project, paper.package) : [];
}
