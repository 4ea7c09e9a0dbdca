// The published kind numbers and the body of each kind that has one. Numbers never change meaning; a kind without a body yet
// is reserved: an entry of it is refused as an unknown kind.
import * as movement from "./bodies/movement.ts";
import * as oversight from "./bodies/oversight.ts";
import * as papers from "./bodies/papers.ts";
import * as payment from "./bodies/payment.ts";
import * as registry from "./bodies/registry.ts";
import { ruleSet } from "./bodies/ruleset.ts";
import * as scale from "./bodies/scale.ts";
import * as source from "./bodies/source.ts";
import * as works from "./bodies/works.ts";
import type { Of } from "./shape.ts";

/** Name → number of every kind, published from the start. */
export const KIND = {
  genesis: 1,
  "party.register": 2,
  "person.register": 3,
  "key.register": 4,
  "key.rotate": 5,
  "key.revoke": 6,
  "key.freeze": 7,
  "site.register": 8,
  "site.status": 9,
  "source.grant": 10,
  "source.amend": 11,
  "source.status": 12,
  "obligation.attest": 13,
  "vehicle.register": 14,
  "vehicle.status": 15,
  "route.set": 16,
  "project.register": 17,
  "recipe.set": 18,
  "factor.set": 19,
  "rules.set": 20,
  approve: 21,
  "clock.tick": 22,
  "slip.issue": 23,
  "log.rotate": 24,
  "witness.set": 25,
  "book.grant": 26,
  "book.close": 27,
  "scale.register": 28,
  "scale.certify": 29,
  "scale.status": 30,
  "yield.set": 31,
  "extract.record": 32,
  "slip.void": 33,
  "slip.reverse": 34,
  "slip.amend": 35,
  "passage.record": 36,
  "load.receive": 37,
  "load.refuse": 38,
  "batch.process": 39,
  "stock.count": 40,
  "survey.record": 41,
  "sale.declare": 42,
  "package.transfer": 43,
  "excavation.accept": 44,
  "weighing.record": 45,
  "stock.entrust": 46,
  "slip.rule": 47,
  "paper.lodge": 48,
  "paper.attest": 49,
  "invoice.link": 50,
  "foreign.attest": 51,
  "opening.declare": 52,
  "annex.propose": 64,
  "annex.cosign": 65,
  "review.make": 66,
  "decision.sign": 67,
  "decision.reverse": 68,
  "settlement.check": 69,
  "recovery.open": 70,
  "recovery.close": 71,
  "annex.part": 72,
  "report.lodge": 80,
  "signal.close": 81,
  "finding.record": 82,
  "finding.lift": 83,
  "contest.lift": 84,
  "rules.version": 85,
} as const;
export type KindName = keyof typeof KIND;

/** The body shapes of the kinds that can be entered today. */
export const BODIES = {
  genesis: registry.genesis,
  "party.register": registry.partyRegister,
  "person.register": registry.personRegister,
  "key.register": registry.keyRegister,
  "key.rotate": registry.keyRotate,
  "key.revoke": registry.keyRevoke,
  "key.freeze": registry.keyFreeze,
  "site.register": registry.siteRegister,
  "site.status": registry.statusChange,
  "source.grant": source.sourceGrant,
  "source.amend": source.sourceAmend,
  "source.status": registry.statusChange,
  "obligation.attest": registry.obligationAttest,
  "vehicle.register": registry.vehicleRegister,
  "vehicle.status": registry.statusChange,
  "route.set": registry.routeSet,
  "project.register": works.projectRegister,
  "recipe.set": works.recipeSet,
  "factor.set": works.factorSet,
  "rules.set": ruleSet,
  "rules.version": registry.rulesVersion,
  approve: registry.approve,
  "clock.tick": registry.clockTick,
  "log.rotate": registry.logRotate,
  "witness.set": oversight.witnessSet,
  "yield.set": works.yieldSet,
  "scale.register": scale.scaleRegister,
  "scale.certify": scale.scaleCertify,
  "scale.status": registry.statusChange,
  "weighing.record": scale.weighingRecord,
  "book.grant": movement.bookGrant,
  "book.close": movement.bookClose,
  "slip.issue": movement.slipIssue,
  "slip.void": movement.slipVoid,
  "slip.reverse": movement.slipReverse,
  "slip.amend": movement.slipAmend,
  "slip.rule": movement.slipRule,
  "extract.record": movement.extractRecord,
  "passage.record": movement.passageRecord,
  "load.receive": movement.loadReceive,
  "load.refuse": movement.loadRefuse,
  "batch.process": movement.batchProcess,
  "stock.count": movement.stockCount,
  "survey.record": movement.surveyRecord,
  "stock.entrust": movement.stockEntrust,
  "sale.declare": movement.saleDeclare,
  "package.transfer": papers.packageTransfer,
  "excavation.accept": papers.excavationAccept,
  "paper.lodge": papers.paperLodge,
  "paper.attest": papers.paperAttest,
  "invoice.link": papers.invoiceLink,
  "foreign.attest": papers.foreignAttest,
  "opening.declare": papers.openingDeclare,
  "annex.part": payment.annexPart,
  "annex.propose": payment.annexPropose,
  "annex.cosign": payment.annexCosign,
  "review.make": payment.reviewMake,
  "decision.sign": payment.decisionSign,
  "decision.reverse": payment.decisionReverse,
  "settlement.check": oversight.settlementCheck,
  "recovery.open": oversight.recoveryOpen,
  "recovery.close": oversight.recoveryClose,
  "report.lodge": oversight.reportLodge,
  "signal.close": oversight.signalClose,
  "finding.record": oversight.findingRecord,
  "finding.lift": oversight.findingLift,
  "contest.lift": oversight.contestLift,
} as const satisfies Partial<Record<KindName, { cddl: string }>>;

export type EnteredKind = keyof typeof BODIES;
/** The body type of a kind. */
export type Body<K extends EnteredKind> = Of<(typeof BODIES)[K]>;
/** A kind with its body: what an entry says. */
export type Statement = { [K in EnteredKind]: { kind: K; body: Body<K> } }[EnteredKind];

const names = new Map<number, EnteredKind>(
  (Object.keys(BODIES) as EnteredKind[]).map((kindName) => [KIND[kindName], kindName]),
);

/** The name of a kind number that can be entered today. */
export function kindOf(number: number): EnteredKind | undefined {
  return names.get(number);
}
