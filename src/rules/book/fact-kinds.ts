// Every kind of fact, declared once: its name, its number in the tables of the store, and the type of its value. The key of a fact is
// "kind/id"; the id is a log index where nothing else is said.

import type { ContractLine } from "../../format/bodies/contract.ts";
import type { AnnexPropose, SetOff } from "../../format/bodies/payment.ts";
import type { Phase, SettlementOutcome } from "../../format/codes.ts";
import type { CalendarFact, TextsFact } from "./dated-facts.ts";
import type { DuesFact, MonthlyFact, PaidFact } from "./dues-facts.ts";
import type {
  AnnexFact,
  ClaimedFact,
  ClaimFact,
  CodeFact,
  ContractFact,
  ExemptedFact,
  FindingFact,
  FirstOpenLotFact,
  GroundFact,
  KeyFact,
  LastSlipFact,
  LogFact,
  MadeFact,
  MixedFact,
  ObligationsFact,
  PaperFact,
  PartyFact,
  PersonFact,
  ProjectFact,
  ProposalFact,
  RecordedStop,
  RecoveryFact,
  ResultFact,
  ReviewFact,
  RouteFact,
  RulesFact,
  Search,
  SiteFact,
  SlipBookFact,
  SlipFact,
  SlipState,
  SourceFact,
  Stop,
  TripsFact,
  VehicleFact,
  WorksMoney,
} from "./facts.ts";
import type { HeldFact, TypedFact, WaitingFact } from "./waiting-facts.ts";
import type * as measured from "./weighing-facts.ts";

type Declared<T> = { readonly number: number; readonly value?: T };

/** Declares a kind of fact under a number that no other kind has had. */
function fact<T>(number: number): Declared<T> {
  return { number };
}

export const FACTS = {
  log: fact<LogFact>(1),
  key: fact<KeyFact>(2),
  party: fact<PartyFact>(3),
  person: fact<PersonFact>(4),
  personNumber: fact<{ person: number }>(5),
  site: fact<SiteFact>(6),
  source: fact<SourceFact>(7),
  ground: fact<GroundFact>(8),
  obligations: fact<ObligationsFact>(9),
  monthly: fact<MonthlyFact>(162),
  paid: fact<PaidFact>(163),
  dues: fact<DuesFact>(164),
  vehicle: fact<VehicleFact>(10),
  lastSlipOfVehicle: fact<LastSlipFact>(11),
  /** By "vehicle/day" (yyyymmdd in Vietnam). */
  trips: fact<TripsFact>(101),
  /** By "place/in" or "place/out" and the hour since 1970: loads, and how many of them within the minute of the last. */
  hourLoads: fact<{ loads: number; minute: number; within: number; told?: 1 }>(102),
  /** By "checkpoint/day": the hours of that day in which it saw a load, one bit each. */
  atWork: fact<{ hours: number }>(103),
  /** By route or vehicle: loads running that no checkpoint of their route has seen. */
  unseen: fact<{ loads: number }>(104),
  /** By "subject/obligation/month" (yyyymm): the phase in which it was told that the obligation is not shown. */
  notShown: fact<{ phase: Phase }>(105),
  /** By "sort/look" of a plate, licence, name, tax code or code of work (src/spelling): the records that have it, each as it was written. */
  spelt: fact<{ records: { index: number; as: string[] }[] }>(12),
  route: fact<RouteFact>(13),
  /** By place: minutes of the longest route ever set from it. */
  longestRoute: fact<{ minutes: number }>(14),
  project: fact<ProjectFact>(15),
  projectCode: fact<{ project: number }>(16),
  factor: fact<measured.FactorFact>(17),
  /** By "material/use/label". */
  series: fact<measured.SeriesFact>(70),
  /** By crusher; 0 for all. */
  yield: fact<measured.YieldFact>(71),
  /** By "site/holder/material/product": what its holder lets the keeper move, until a day (yyyymmdd). */
  entrustment: fact<{ index: number; leftKg: number; until: number }>(72),
  recipe: fact<measured.RecipeFact>(18),
  work: fact<measured.WorkFact>(19),
  exempted: fact<ExemptedFact>(20),
  /** By "project/package". */
  contract: fact<ContractFact>(135),
  /** By "project/package/number" of the line. */
  contractLine: fact<ContractLine>(131),
  /** By "project/package/number" of the line; under 0 all adjustments of price. */
  claimed: fact<ClaimedFact>(132),
  /** By annex: what it counts with in "claimed", by number of the contract line. */
  counted: fact<{ lines: [number: number, milli: number, dong: number][] }>(134),
  /** By "project/package": the phase in which it was told that the book has no contract of the package. */
  contractMissing: fact<{ phase: Phase }>(133),
  rules: fact<RulesFact>(21),
  /** The holidays that entries have set, by year ascending. */
  calendar: fact<CalendarFact>(160),
  /** By treasury; 0 for those that have set none: the wording of its papers. */
  texts: fact<TextsFact>(161),
  slip: fact<SlipFact>(22),
  slipState: fact<SlipState>(23),
  code: fact<CodeFact>(24),
  waiting: fact<WaitingFact>(25),
  /** By the registration of the key that typed them. */
  typedCodes: fact<TypedFact>(175),
  held: fact<HeldFact>(49),
  /** By "project/package/digest" of a work line without tracked material: the first dossier that has it. */
  plainLine: fact<{ annex: number }>(92),
  /** By slip: why it waits for the authority's ruling or waited, and the book that it is out of. */
  unruled: fact<{ why: string; slipBook?: number }>(90),
  /** By place: slips that came before the stock which they take along. */
  beforeStock: fact<{ slips: number[] }>(93),
  /** An observation that came too late to be believed by itself: its bytes in hex, its hour, and the ruling on it. */
  late: fact<{ kid: string; entry: string; eventS: number; ruled?: number }>(94),
  /** By key: how many of its late slips nobody has ruled on. */
  lateSlips: fact<{ unruled: number }>(91),
  /** By lot: the receipt that had waited for the slip whose leaf brought the lot to where it is. */
  posted: fact<{ receipt: number }>(50),
  mixed: fact<MixedFact>(26),
  proposal: fact<ProposalFact>(27),
  slipBook: fact<SlipBookFact>(28),
  paper: fact<PaperFact>(29),
  /** By "seller/number", the number as plain letters and digits: who entered its first part, and the parts that have come. */
  invoice: fact<{ index: number; party: number; parts: number[] }>(30),
  /** By "digest of a paper's text in its normal form/material": the first paper that has it. */
  paperText: fact<{ paper: number }>(121),
  /** By "slip/n" or "paper/n": the invoice that covers it. */
  invoiced: fact<{ invoice: number }>(31),
  evidence: fact<{ index: number }>(32),
  /** By "source/project/material/month" (yyyymm): days on which slips sent it and days that attested papers cover, one bit each. */
  deliveryDays: fact<{ slips: number; papers: number }>(176),
  /** By "digest of a declaration's text/material/place/package/holder": the opening stock or works that were declared by it. */
  declared: fact<{ index: number }>(177),
  /** By leaf: when the material is from that an entry other than a slip brought to a place. */
  made: fact<MadeFact>(57),
  count: fact<{ index: number; countedKg: number; bookKg: number }>(33),
  /** By source or place: the latest survey of an office; "n/own": of the party that keeps it. */
  survey: fact<{ index: number; massKg: number }>(34),
  /** By "source/day" (yyyymmdd): all that production records say of that day. */
  dug: fact<{ kg: number }>(120),
  finding: fact<FindingFact>(106),
  /** By "source/n" or "site/n": the findings in force about it; those that name slips are kept with the slips. */
  findings: fact<{ active: number[] }>(35),
  report: fact<{ subject: number | null; text: string }>(36),
  /** By key: when a missing number of it was last told. */
  numbersTold: fact<{ atMs: number }>(140),
  /** By "leaf/ordinal" of the signal: the entry that closed it, and whose it was. */
  signalClosed: fact<{ index: number; party: number; reason: string }>(37),
  recovery: fact<RecoveryFact>(38),
  /** By "treasury/tax code", or "treasury/party n" of a firm without one, and by "project n": every recovery opened, oldest first; bounded. */
  recoveries: fact<{ opened: number[] }>(55),
  /** By annex: what its result has set off. */
  setOffs: fact<{ parts: SetOff[] }>(56),
  settlement: fact<{ index: number; outcome: SettlementOutcome; bandPermille: number; money: WorksMoney }>(39),
  /** Kilograms of a project that results have set aside as contradicted. */
  withheld: fact<{ withheldKg: number }>(40),
  reversed: fact<{ index: number }>(41),
  /** The witness policies that the log has had, each for heads of `from` entries and more. */
  witnesses: fact<{ sets: { from: number; needed: number; witnesses: string[] }[] }>(42),
  scale: fact<measured.ScaleFact>(51),
  weighing: fact<measured.WeighingFact>(52),
  bias: fact<measured.BiasFact>(53),
  /** By place. */
  weights: fact<measured.WeightsFact>(54),
  firstOpenLot: fact<FirstOpenLotFact>(43),
  claim: fact<ClaimFact>(44),
  claimNumber: fact<{ annex: number }>(45),
  annex: fact<AnnexFact>(46),
  /** The claims whose results rest on kilograms of a slip, or were held back by a finding; by the entry's index. */
  spent: fact<{ annexes: number[] }>(74),
  /** By project: the claims whose results pay or part-pay. */
  decided: fact<{ annexes: number[] }>(75),
  /** By vehicle: its latest stops on the road, by their hours; `untilS` where it was released. */
  stops: fact<{ stops: Stop[] }>(151),
  /** By entry: the vehicle that was stopped. */
  stop: fact<RecordedStop>(152),
  /** By vehicle: the latest searches that found no slip of it on its way. */
  searches: fact<{ searches: Search[] }>(153),
  /** By project: the claims that have no result, or whose result was reversed. */
  undecided: fact<{ annexes: number[] }>(130),
  annexPart: fact<{ lines: AnnexPropose["lines"]; id: string; party: number }>(73),
  review: fact<ReviewFact>(47),
  /** By the entry that sent a review back to the officers. */
  sentBack: fact<{ review: number }>(180),
  result: fact<ResultFact>(48),
};

export type FactKind = keyof typeof FACTS;
/** The key of one fact: its kind and its id. */
export type FactKey = `${FactKind}/${string}`;
/** Kind of fact → its value. */
export type Facts = { [K in FactKind]: (typeof FACTS)[K] extends Declared<infer T> ? T : never };
