// The book's facts besides kilograms: the value of each kind of fact in fact-kinds.ts. A fact is replaced whole, never changed in place: the ledger keeps
// every version with the leaf that wrote it, so values here are plain JSON.
import type { AnnexPropose } from "../../format/bodies/payment.ts";
import type { RuleSet } from "../../format/bodies/ruleset.ts";
import type {
  ClaimKind,
  Instrument,
  ListedReason,
  Material,
  Obligation,
  ObligationState,
  Outcome,
  Position,
  Role,
  SiteType,
  VehicleClass,
} from "../../format/codes.ts";
import type { KindName } from "../../format/kinds.ts";
import type { SlipStatus } from "../../words/things.ts";
import type { Coordinates } from "../numbers/distance.ts";
import type { Observation } from "./observations.ts";
import type { Chair, StatusSince } from "./shared-facts.ts";

/** `opening` is the id of entry 0, `roots` are kids; `logKeys` are all that the log has had, each for heads of `from` entries and more. */
export type LogFact = {
  origin: string;
  province: string;
  operator: string;
  roots: string[];
  opening: string;
  logKeys: { from: number; key: string; handedOver: boolean }[];
};
/** `role` marks the keys that genesis names; `revoked` and `frozen` are log indexes. Times are Unix seconds. */
export type KeyFact = {
  index: number;
  key: string;
  sinceS: number;
  party: number | null;
  person: number | null;
  site: number | null;
  role: "root" | "operator" | null;
  revoked: number | null;
  /** A rotated key stays good for the slips of its open book only. */
  rotatedTo?: string;
  /** The further devices of the same person that this key added. */
  added?: string[];
  frozen: number | null;
  /** The scale whose own key this is: it signs that scale's weighings and nothing else. */
  scale?: number;
};
export type PartyFact = {
  name: string;
  roles: Role[];
  taxCode: string | null;
  /** The party that took its place, by which entry, and the last day (yyyymmdd) on which its own keys sign. */
  succeeded?: { by: number; index: number; lastDay: number };
  /** The parties whose place it took, and those whose place they had taken. */
  predecessors?: number[];
};
/** `positions` are those that an officer of a treasury has been given, oldest first. */
export type PersonFact = { party: number; positions?: HeldPosition[] };
/** A position by the entry that gave it, when it began to be held, and its last day (yyyymmdd). */
export type HeldPosition = { index: number; position: Position; sinceS: number; until?: number };
export type SiteFact = {
  type: SiteType;
  name: string;
  party: number;
  standing: StatusSince;
  /** Where it is, where its registration says so. */
  at?: Coordinates;
  /** How many scales it has in the book. */
  scales?: number;
  /** The names and keepers that it had, oldest first, each with the hour until which. */
  former?: { name: string; party: number; untilS: number }[];
};
/** Limits in kilograms, converted once at grant, rounded down; null: the instrument states none. Days are yyyymmdd. */
export type SourceFact = {
  instrument: Instrument;
  number: string;
  issuer: string;
  holder: number;
  sites: number[];
  materials: Material[];
  from: number | null;
  until: number | null;
  yearKg: number | null;
  totalKg: number | null;
  /** Kilograms that it may produce on one day, where its instrument says so. */
  dayKg?: number;
  hours: number[] | null;
  season: number[] | null;
  projects: number[] | null;
  /** Contract packages of its projects that it is bound to. */
  packages: { project: number; package: number }[] | null;
  /** Parties that may send from it besides its holder; null: whoever runs the mine. */
  operators: number[] | null;
  /** When the log came to know it: what was dug before is opening stock, never production. */
  sinceS: number;
  /** The sources that it goes on from, oldest first: it sends their stock before its own. */
  predecessors?: number[];
  successor?: number;
  /** The successor's reserve: that of the whole deposit, used kilograms included, or only the rest that was left. */
  successorReserve?: "whole" | "rest";
  /** Kilograms that predecessors had used, where its reserve is only what was left then. */
  usedBeforeKg?: number;
  standing: StatusSince;
};
/** The kilograms that have left the ground of a source: in all, by calendar year in Vietnam, and as its production book recorded. */
export type GroundFact = {
  drawnKg: number;
  recordedKg: number;
  years: Record<string, number>;
  /** By year: what its production book recorded beyond its licence, which moves nothing. */
  beyond?: Record<string, number>;
  /** The month (yyyymm) after which its books are compared next. */
  reckoned?: number;
  /** The latest net weights of its slips, as `weights` has them of a place without a source. */
  kg?: number[];
};
export type ObligationsFact = Partial<
  Record<Obligation, { state: ObligationState; until: number | null; index: number }>
>;
export type VehicleFact = {
  plate: string;
  class: VehicleClass;
  payloadKg: number;
  /** As its registration states it. */
  tareKg?: number;
  /** As its registration or its latest inspection says. */
  inspectedUntil: number | null;
  standing: StatusSince;
};
/**
 * A vehicle's latest slip. `run`: of its scale readings the last net mass, how many times running it came, and how many round ones;
 * `tares`: how its empty weight has changed, oldest first.
 */
export type LastSlipFact = {
  slip: number;
  route: number;
  eventS: number;
  run?: [massKg: number, same: number, round: number];
  tares?: number[];
};
/** A trip of a vehicle: its slip, where it was loaded, the hour, and the minutes after which it can be loaded there again. */
export type Trip = [slip: number, from: number, atS: number, cycleMinutes: number];
/** The trips of one vehicle on one day, by their hours. `told`: that it was driven too long has been noticed. */
/** `loose`: its signed weighings of that day, until slips or receipts name them; `handedOver`: slips whose load another vehicle took over. */
export type TripsFact = { trips: Trip[]; told?: 1; loose?: number[]; handedOver?: number[] };
/** A vehicle held on the road: by which entry, where, and from when until when. */
export type Stop = { index: number; place: number; party: number; key: number; fromS: number; untilS: number };
/** By entry: which vehicle was stopped where, by which key, and when the log had it. */
export type RecordedStop = { vehicle: number; site: number; kid: string; loggedS: number };
/** A vehicle whose slip was looked for on the road and not found: by which entry, where, by whom, and when. */
export type Search = { index: number; place: number; party: number; key: number; atS: number };
export type RouteFact = {
  from: number;
  to: number;
  distanceM: number;
  minutes: number;
  cycleMinutes: number;
  checkpoints: number[];
};
export type ProjectFact = {
  code: string;
  name: string;
  owner: number;
  supervisor: number;
  treasury: number;
  packages: { number: number; name: string; contractor: number }[];
  valueDong?: number;
  scales?: number;
  /** Its parties before each amendment, oldest first, each with the hour until which they were so. */
  former?: (Pick<ProjectFact, "owner" | "supervisor" | "treasury" | "packages"> & { untilS: number })[];
};
/** The contract of a package: its terms, and the numbers of its lines. `latest` is its latest amendment, or itself. */
export type ContractFact = {
  index: number;
  latest: number;
  document: string;
  /** Members of the joint venture besides the package's contractor. */
  members: number[];
  /** The contract and amendments that said who the members are: they show a court who may receive. */
  membership: number[];
  lines: number[];
  /** The sum of its lines. */
  valueDong: number;
  advancePermille: number;
  clearedPermille: number;
  retentionPermille: number;
  /** Null: the prices are fixed. */
  adjustmentDong: number | null;
};
/** Đồng of a package, or of all packages of a project, by the results in force; what is accepted is work only. */
export type WorksMoney = {
  advancedDong: number;
  clearedDong: number;
  acceptedDong: number;
  retainedDong: number;
  releasedDong: number;
};
/** The part of a contract line that is claimed by dossiers that all have signed, less what results did not accept. */
export type ClaimedFact = { milli: number; dong: number };
/** The kilograms that a package has been paid without evidence, claim by claim: the threshold is for all its claims together. */
export type ExemptedFact = { paid: { annex: number; material: Material; kg: number }[] };
/** Rule sets in log order; `sinceS` is when each began to hold: its own day, and never before it was approved. */
export type RulesFact = {
  sets: { index: number; set: RuleSet; sinceS: number }[];
  /** Versions of the rules' meaning, each from an entry of the log on; the last one is in force. */
  versions: { from: number; version: number }[];
};
/** A slip as issued. `to` is a site or project index; `package` is 0 where the destination is a site. */
export type SlipFact = {
  code: string;
  from: number;
  to: number;
  route: number;
  vehicle: number;
  package: number;
  material: Material | null;
  product: number | null;
  quantityMilli: number | null;
  massKg: number;
  bookKg: number;
  /** Uncertainty of the sender's measurement. */
  bandKg: number;
  source: number | null;
  holder: number;
  eventS: number;
  expiresS: number;
  /** When the log took it in, where that was more than a minute after its own hour. */
  loggedS?: number;
  /** Signed with no network: out of a slip book, or embedded in another's observation. */
  offline?: 1;
  issuer: number;
  /** The scale that weighed it, where it names one; `weighing` where the scale signed. */
  scale?: number;
  weighing?: number;
  /** How wet it was when it left, in permille of its mass, where its sender measured that. */
  moisture?: number;
  /** Minutes that amendments have added. */
  extended?: number;
  /** Destinations and vehicles that amendments replaced, each with the hour until which it held, and the one at which the log had the proposal. */
  former?: { to: number; package: number; vehicle: number; untilS: number; askedS: number }[];
};
/** The state of a slip since its issue. */
export type SlipState = {
  status: SlipStatus;
  parts: number[];
  receivedKg: number;
  /** Of a mixed product: how much of it has come. */
  receivedMilli: number;
  final: number | null;
  /** Event time of the final receipt. */
  finalS: number | null;
  /** The lots that the final receipt wrote off as lost: they come back where it is corrected. */
  lost?: number[];
  /** Everything observed about it, in log order; what was set aside stays and says so. */
  observations: Observation[];
  /** The contradiction that counts now, by all that is kept (slips/contradictions.ts); `kg` where only so many kilograms are in question. */
  contested: { index: number; why: string; kg?: number } | null;
  /** Why an offline slip had no right to be issued: its own contradiction, whatever is observed. */
  fault?: { index: number; why: string };
  /**
   * The entry that took it back, and the hour from which its use contradicts: any hour for a void, its own for a
   * reversal. `held`: something contradicted the void when its kilograms were to come back.
   */
  voided?: { index: number; atS: number; held?: true };
  /** Findings in force that name it. */
  found?: number[];
  changed: number;
};
/** The slip that bears a printed code; should two slips ever share one, the later. */
export type CodeFact = { slip: number };
/** How much of a mixed product is in stock; its minerals are lots. The id is "site/holder/product". */
export type MixedFact = { quantityMilli: number };
/**
 * Who must approve: a certain party, any party of a role, another root, another person of the proposer's party, or one of them whose
 * position approves results.
 */
export type Need = { party: number } | { role: Role } | { root: true } | { colleague: true } | { approver: true };
/** Who signed: a key, its party and its person. */
export type Hand = { kid: string; party: number | null; person: number | null };
/**
 * A proposal: its entry in hex, who made it, whose approval it still needs, who has approved, and the last day (yyyymmdd) on which it can
 * be. `withdrawn`: the entry by which its maker took it back.
 */
export type ProposalFact = {
  kind: KindName;
  entry: string;
  by: Hand;
  needs: Need[];
  approvals: (Hand & { index: number })[];
  lastDay: number;
  done: boolean;
  withdrawn?: number;
};
/** A slip book as granted, with the serials that have come in. */
export type SlipBookFact = {
  source: number;
  site: number;
  material: Material;
  kid: string;
  serials: number;
  massKg: number;
  grantedS: number;
  untilS: number;
  holder: number;
  used: number[];
  closed: { index: number; spoilt: number[]; unknown: number[] } | null;
  settled: boolean;
};
/** A paper as lodged; `attestedKg` once the authority has spoken. */
export type PaperFact = {
  project: number;
  package: number;
  source: number;
  material: Material;
  massKg: number;
  from: number;
  until: number;
  attestedKg: number | null;
};
/** The predicate of a finding over origins; null parts fit everything. */
export type Predicate = {
  index: number;
  source: number | null;
  slips: number[] | null;
  site: number | null;
  fromS: number | null;
  untilS: number | null;
};
/** A finding, by the party that recorded it. */
export type FindingFact = Predicate & { party: number; lifted?: true };
/** By account: the queue position of its first open lot, so that nobody ever reads its spent ones. */
export type FirstOpenLotFact = { queuePosition: number };
export type ClaimFact = {
  project: number;
  package: number;
  number: number;
  kind: ClaimKind;
  proposer: number;
  /** Who has signed, and for which parts in the package: another party may have taken one over since. */
  signed: { party: number; index: number; chairs: Chair[] }[];
  complete: { index: number; ms: number } | null;
  /** The entry that took it back or declined it before all had signed, and whose it was. */
  withdrawn?: { index: number; party: number };
  review: number | null;
  /** The entry by which an approver sent the latest review back; absent once another is made. */
  sentBack?: number;
  decision: { index: number; outcome: Outcome; acceptedDong: number; claimedDong: number } | null;
};
/** An annex as proposed; `id` is its entry id in hex, which co-signers quote. */
export type AnnexFact = { body: AnnexPropose; id: string };
export type ReviewFact = {
  annex: number;
  id: string;
  outcome: Outcome;
  figuresHash: string;
  person: number;
  /** Everyone who has made a review of the dossier: they approve none of it. */
  makers: number[];
  reasons: ListedReason[];
};
/** From when until when: `untilS` is absent for one moment. A paper and a day's production speak of days. */
export type MadeFact = { fromS: number; untilS?: number };
/** Money to come back from a contractor; `finding` where it rests on one. */
export type RecoveryFact = {
  decision: number;
  project: number;
  contractor: number;
  finding: number | null;
  owedDong: number;
  recoveredDong: number;
};
/** The totals of a signed result: kilograms that add up to the claim, and money; `cleared` of advances, and kept back. */
export type ResultFact = {
  annex: number;
  outcome: Outcome;
  claimedKg: number;
  verifiedKg: number;
  exemptKg: number;
  insufficientKg: number;
  contradictedKg: number;
  claimedDong: number;
  acceptedDong: number;
  clearedDong: number;
  retainedDong: number;
};
