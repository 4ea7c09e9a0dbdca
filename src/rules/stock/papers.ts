// Papers and openings until everyone is connected: each is debited from the same source limits as slips are, so that selling paper
// eats the seller's own capacity, and each keeps its own grade for as long as the kilograms exist.

import { hex, utf8 } from "../../format/bytes.ts";
import { GRADE, type Grade, INSTRUMENT, type Instrument, type Material, ROLE, SITE_TYPE } from "../../format/codes.ts";
import { sha256 } from "../../format/hash.ts";
import type { Body } from "../../format/kinds.ts";
import { bare } from "../../spelling/folding.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import type { Subject } from "../../words/signals.ts";
import { type CheckResult, type Context, notFound, partyOf } from "../acts/context.ts";
import type { Proposal } from "../acts/proposal.ts";
import { HOLDERS, type Rows } from "../acts/row.ts";
import { type AccountKey, accountKey } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { MadeFact, ProjectFact, SourceFact } from "../book/facts.ts";
import { checkOnPaper, checkPurpose, type Destination } from "../lawful/lawful.ts";
import { dayOf, endOfDay, isDay, startOfDay, yearOf } from "../numbers/time.ts";
import { takeFree } from "./leaving.ts";
import { checkLimits, drawn } from "./load.ts";

function contractorOf(project: ProjectFact, contract: number | undefined): number | undefined {
  return project.packages.find((each) => each.number === contract)?.contractor;
}

/** Where kilograms that no slip brought are put: a package of a project, or a holder's stock at a place. */
function placeOf(
  context: Context,
  at: number,
  contract: number | undefined,
  holder: number | undefined,
  material: Material,
  index: number,
): Result<AccountKey> {
  const project = context.book.get("project", at);
  if (project) {
    return contractorOf(project, contract) === undefined
      ? refused(notFound("package", contract ?? 0))
      : ok(accountKey({ kind: "project", project: at, packageNumber: contract ?? 0, product: 0, material }));
  }
  const site = context.book.get("site", at);
  if (holder !== undefined && !context.book.get("party", holder)) return refused(notFound("holder", holder));
  // A mine's stock is each source's own, and slips from it name theirs.
  if (site?.type === SITE_TYPE.mine)
    return ok(
      accountKey({
        kind: "stock",
        site: at,
        holder: context.book.get("source", index)?.holder ?? site.party,
        product: 0,
        material,
        source: index,
      }),
    );
  return site
    ? ok(accountKey({ kind: "stock", site: at, holder: holder ?? site.party, product: 0, material, source: 0 }))
    : refused(notFound("place", at));
}

/** Takes kilograms out of a source's ground for a destination, within its terms and limits. */
function draw(
  context: Context,
  index: number,
  source: SourceFact,
  material: Material,
  kg: number,
  to: AccountKey,
  at: Destination,
  grade: Grade,
  whenS: number,
  made: MadeFact = { fromS: whenS },
): CheckResult {
  const { book } = context;
  if (!source.materials.includes(material))
    return problem("material-not-licensed", { source: source.number, material });
  if (kg <= 0) return problem("bad-body", { path: "body.massKg", expected: "mass-above-zero" });
  const ground = book.need("ground", index);
  const refusal =
    checkOnPaper({ ...context, eventS: whenS }, index, source, material, at) ??
    checkLimits(source, ground, yearOf(whenS), kg);
  if (refusal) return refusal;
  book.put("ground", index, drawn(ground, yearOf(whenS), kg));
  book.fromGround(index, material, kg, to, grade);
  book.put("made", book.leaf, made);
  return undefined;
}

function sourceOf(context: Context, index: number, instruments: readonly Instrument[] | undefined): Result<SourceFact> {
  const source = context.book.get("source", index);
  if (!source) return refused(notFound("source", index));
  if (instruments && !instruments.includes(source.instrument))
    return refused(problem("bad-terms", { expected: "source-of-instrument" }));
  return ok(source);
}

/** Shows a paper whose text an earlier one has for the same material: "HĐ 1C26TAA-128" and "hđ 1c26taa 128" are one. */
function noticeText(book: Book, subject: Subject, index: number, document: string, material: Material): void {
  const text = `${hex(sha256(utf8(bare(document) || document)))}/${material}`;
  const before = book.get("paperText", text)?.paper;
  if (before === undefined) book.put("paperText", text, { paper: index });
  else book.signal("paper-twice", subject, { before });
}

function lodgePaper(context: Context, body: Body<"paper.lodge">): CheckResult {
  const { book, index } = context;
  const project = book.get("project", body.project);
  if (!project) return notFound("project", body.project);
  const party = partyOf(context);
  if (contractorOf(project, body.package) !== party && project.owner !== party) {
    return problem("no-standing", {
      need: "contractor-or-owner",
    });
  }
  const source = sourceOf(context, body.source, undefined);
  if (!source.ok) return source.problem;
  const day = dayOf(Math.floor(context.receivedMs / 1000));
  if (!isDay(body.from) || !isDay(body.until) || body.until < body.from || body.until > day)
    return problem("bad-terms", { expected: "days-of-paper" });
  const { project: at, package: contract, material, massKg, from, until } = body;
  book.put("paper", index, {
    project: at,
    package: contract,
    source: body.source,
    material,
    massKg,
    from,
    until,
    attestedKg: null,
  });
  book.enlist("papers", index);
  book.enlist(`papers/${body.project}`, index);
  noticeText(book, `paper/${index}`, index, body.document, material);
  return undefined;
}

/** An attested letter counts for the year of the paper's last day and comes out of the source's own limits. */
function attestPaper(context: Context, body: Body<"paper.attest">): CheckResult {
  const { book } = context;
  const paper = book.get("paper", body.paper);
  if (!paper) return notFound("paper", body.paper);
  if (paper.attestedKg !== null) return problem("already-signed", { index: body.paper });
  if (body.massKg > paper.massKg) return problem("bad-terms", { expected: "mass-lodged" });
  book.put("paper", body.paper, { ...paper, attestedKg: body.massKg });
  if (body.massKg === 0) return undefined;
  const to = accountKey({
    kind: "project",
    project: paper.project,
    packageNumber: paper.package,
    product: 0,
    material: paper.material,
  });
  const source = book.need("source", paper.source);
  return draw(
    context,
    paper.source,
    source,
    paper.material,
    body.massKg,
    to,
    { place: paper.project, contract: paper.package },
    GRADE.paper,
    startOfDay(paper.until),
    { fromS: startOfDay(paper.from), untilS: endOfDay(paper.until) },
  );
}

/** A neighbour's letter: its own capped source, each letter or foreign slip once. */
function attestForeign(context: Context, body: Body<"foreign.attest">): CheckResult {
  const { book, index } = context;
  const evidence = hex(body.evidence);
  const stored = book.get("evidence", evidence);
  if (stored) return problem("already-exists", { what: "document", value: evidence.slice(0, 16), index: stored.index });
  const source = sourceOf(context, body.source, [INSTRUMENT.neighbourLetter]);
  if (!source.ok) return source.problem;
  const to = placeOf(context, body.at, body.package, body.holder, body.material, body.source);
  if (!to.ok) return to.problem;
  book.put("evidence", evidence, { index });
  noticeText(book, `entry/${index}`, index, body.document, body.material);
  const at = { place: body.at, contract: body.package };
  return draw(
    context,
    body.source,
    source.value,
    body.material,
    body.massKg,
    to.value,
    at,
    GRADE.paper,
    context.eventS,
  );
}

/** Opening works need owner, supervisor and treasury; opening stock needs the authority ("ghi nhận tồn kho, không xác nhận hợp pháp"). */
const DECLARE_OPENING: Proposal<"opening.declare"> = {
  needs(context, body) {
    const source = sourceOf(context, body.source, [INSTRUMENT.openingStock]);
    if (!source.ok) return source;
    const to = placeOf(context, body.at, body.package, body.holder, body.material, body.source);
    if (!to.ok) return to;
    const project = context.book.get("project", body.at);
    const party = context.signer.key.party;
    if (project) {
      const parties = new Set([project.owner, project.supervisor, project.treasury]);
      if (party !== contractorOf(project, body.package) && party !== project.owner)
        return refused(problem("no-standing", { need: "contractor-or-owner" }));
      return ok([...parties].map((each) => ({ party: each })));
    }
    if (context.book.need("site", body.at).party !== party)
      return refused(problem("no-standing", { need: "keeper-of-place" }));
    return ok([{ role: ROLE.authority }]);
  },
  effect(context, body) {
    const source = context.book.need("source", body.source);
    const to = placeOf(context, body.at, body.package, body.holder, body.material, body.source);
    if (!to.ok) return to.problem;
    const at = { place: body.at, contract: body.package };
    return draw(
      context,
      body.source,
      source,
      body.material,
      body.massKg,
      to.value,
      at,
      GRADE.transitional,
      context.eventS,
    );
  },
};

/** Dug and used inside one project, as its supervisor accepted it. */
function acceptExcavation(context: Context, body: Body<"excavation.accept">): CheckResult {
  const project = context.book.get("project", body.project);
  if (!project) return notFound("project", body.project);
  if (project.supervisor !== partyOf(context)) return problem("no-standing", { need: "supervisor-of-project" });
  const found = sourceOf(context, body.source, [INSTRUMENT.projectExcavation]);
  if (!found.ok) return found.problem;
  const source = found.value;
  // Material dug inside a project belongs to that project: a source that names none could serve any.
  if (!source.projects?.includes(body.project)) return problem("source-not-bound", { source: source.number });
  const to = placeOf(context, body.project, body.package, undefined, body.material, body.source);
  if (!to.ok) return to.problem;
  const at = { place: body.project, contract: body.package };
  return draw(context, body.source, source, body.material, body.massKg, to.value, at, GRADE.ledger, context.eventS);
}

/** Kilograms between packages of one project: the giving contractor proposes, owner and supervisor sign. */
const TRANSFER_PACKAGE: Proposal<"package.transfer"> = {
  needs({ book, signer }, body) {
    const project = book.get("project", body.project);
    if (!project) return refused(notFound("project", body.project));
    const [from, to] = [contractorOf(project, body.from), contractorOf(project, body.to)];
    if (from === undefined || to === undefined || body.from === body.to) return refused(notFound("package", body.to));
    const { party } = signer.key;
    if (party !== from && party !== project.owner) return refused(problem("no-standing", { need: "giver-or-owner" }));
    return ok(
      [project.owner, project.supervisor, from, to]
        .filter((each, i, all) => all.indexOf(each) === i)
        .map((each) => ({ party: each })),
    );
  },
  effect({ book }, body) {
    const at = (contract: number) =>
      accountKey({
        kind: "project",
        project: body.project,
        packageNumber: contract,
        product: body.product ?? 0,
        material: body.material,
      });
    const free = takeFree(book, at(body.from), body.massKg);
    if (!free.ok) return free.problem;
    const takings = free.value;
    const bound = takings
      .map(({ lot }) => checkPurpose(book.need("source", lot.source), { place: body.project, contract: body.to }))
      .find((refusal) => refusal !== undefined);
    if (bound) return bound;
    for (const taking of takings) book.move(taking, at(body.to));
    return undefined;
  },
};

export const PAPER_ROWS = {
  "package.transfer": {
    nature: "right",
    signers: [ROLE.projectOwner, ROLE.contractor],
    moves: "project(package a) → project(package b)",
    proposal: TRANSFER_PACKAGE,
  },
  "excavation.accept": {
    nature: "right",
    signers: [ROLE.supervisor],
    moves: "ground → project",
    apply: acceptExcavation,
  },
  "paper.lodge": { nature: "right", signers: [ROLE.projectOwner, ROLE.contractor], apply: lodgePaper },
  "paper.attest": { nature: "right", signers: [ROLE.authority], moves: "ground → project (paper)", apply: attestPaper },
  "foreign.attest": {
    nature: "right",
    signers: [ROLE.authority],
    moves: "ground → stock, project (paper)",
    apply: attestForeign,
  },
  "opening.declare": {
    nature: "right",
    signers: HOLDERS,
    moves: "ground → stock, project (transitional)",
    proposal: DECLARE_OPENING,
  },
} satisfies Rows;
