// Which earlier entries an entry's body names by log index: what a reader must hold to understand it. One row a kind, so that a new
// kind cannot be forgotten.
import type { SlipReference } from "./bodies/movement.ts";
import type { Body, EnteredKind, Statement } from "./kinds.ts";

/** The log indexes that a body names; a slip that is embedded or typed has none. */
export function referencesOf(said: Statement): number[] {
  const row = REFERENCES[said.kind] as (body: Statement["body"]) => Named;
  return row(said.body).filter((index) => index !== undefined);
}

type Named = readonly (number | undefined)[];
type Place = { source: number; at: number; holder?: number };

const none = (): Named => [];
const subject = (body: { subject?: number }): Named => [body.subject];
const slip = (body: { slip: number }): Named => [body.slip];
const placed = (body: Place): Named => [body.source, body.at, body.holder];
const observed = (reference: SlipReference, ...others: Named): Named => [reference.index, ...others];

const REFERENCES: { readonly [K in EnteredKind]: (body: Body<K>) => Named } = {
  genesis: none,
  "party.register": none,
  "person.register": (body) => [body.party],
  "key.register": (body) => [body.party, body.person, body.site],
  "key.rotate": none,
  "key.revoke": none,
  "key.freeze": (body) => [body.stored],
  "site.register": (body) => [body.party],
  "site.status": subject,
  "source.grant": ({ holder, sites, projects, packages, operators, capacityYear, reserve }) => [
    holder,
    ...sites,
    ...(projects ?? []),
    ...(packages ?? []).map((each) => each.project),
    ...(operators ?? []),
    capacityYear?.factor,
    reserve?.factor,
  ],
  "source.amend": ({ source, sites, projects, packages, operators, capacityYear, reserve }) => [
    source,
    ...(sites ?? []),
    ...(projects ?? []),
    ...(packages ?? []).map((each) => each.project),
    ...(operators ?? []),
    capacityYear?.factor,
    reserve?.factor,
  ],
  "source.status": subject,
  "obligation.attest": subject,
  "vehicle.register": (body) => [body.party],
  "vehicle.status": subject,
  "route.set": (body) => [body.from, body.to],
  "project.register": ({ owner, supervisor, treasury, packages }) => [
    owner,
    supervisor,
    treasury,
    ...packages.map((each) => each.contractor),
  ],
  "recipe.set": (body) => [...body.lines.map((line) => line.factor), body.project],
  "factor.set": (body) => [body.project],
  "rules.set": none,
  "rules.version": none,
  approve: (body) => [body.proposal],
  "clock.tick": none,
  "log.rotate": none,
  "witness.set": none,
  "yield.set": (body) => [body.site],
  "scale.register": (body) => [body.place],
  "scale.certify": (body) => [body.scale],
  "scale.status": subject,
  "weighing.record": (body) => [body.scale, body.vehicle],
  "book.grant": (body) => [body.source, body.site],
  "book.close": (body) => [body.book],
  "slip.issue": ({ route, vehicle, source, product, holder, book, scale, weighing }) => [
    route,
    vehicle,
    source,
    product,
    holder,
    book?.[0],
    scale,
    weighing,
  ],
  "slip.void": slip,
  "slip.reverse": slip,
  "slip.rule": slip,
  "slip.amend": (body) => [body.slip, body.vehicle, body.route],
  "extract.record": (body) => [body.source, body.site],
  "passage.record": (body) => observed(body.slip, body.site),
  "load.receive": (body) => observed(body.slip, body.at, body.holder, body.scale, body.weighing),
  "load.refuse": (body) => observed(body.slip, body.at),
  "batch.process": (body) => [body.site, body.product, body.holder],
  "stock.entrust": (body) => [body.site, body.product],
  "stock.count": (body) => [body.site, body.holder, body.source],
  "survey.record": subject,
  "sale.declare": (body) => [body.site, body.holder, body.source],
  "package.transfer": (body) => [body.project, body.product],
  "excavation.accept": (body) => [body.project, body.source],
  "paper.lodge": (body) => [body.project, body.source],
  "paper.attest": (body) => [body.paper],
  "invoice.link": (body) => [...body.slips, ...body.papers],
  "foreign.attest": placed,
  "opening.declare": placed,
  "annex.part": (body) => body.lines.map((line) => line.recipe),
  "annex.propose": ({ project, lines, parts }) => [
    project,
    ...lines.map((line) => line.recipe),
    ...(parts ?? []).map((part) => part.index),
  ],
  "annex.cosign": (body) => [body.annex],
  "review.make": (body) => [body.annex, body.rules],
  "decision.sign": (body) => [body.review, body.annex],
  "decision.reverse": (body) => [body.decision],
  "settlement.check": (body) => [body.project],
  "recovery.open": (body) => [body.decision, body.finding],
  "recovery.close": (body) => [body.recovery],
  "report.lodge": subject,
  "signal.close": (body) => [body.leaf],
  "finding.record": (body) => [body.source, ...(body.slips ?? []), body.site],
  "finding.lift": (body) => [body.finding],
  "contest.lift": (body) => [body.slip, body.observation],
};
