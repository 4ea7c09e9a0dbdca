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
import { type Proposal, secondHand } from "../acts/proposal.ts";
import { HOLDERS, type Rows } from "../acts/row.ts";
import { type AccountKey, accountKey } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { MadeFact, PaperFact, ProjectFact, SourceFact } from "../book/facts.ts";
import { useGround } from "../book/ground.ts";
import { checkOnPaper, checkPurpose, type Destination } from "../lawful/lawful.ts";
import { dayOf, endOfDay, isDay, startOfDay, yearOf } from "../numbers/time.ts";
import { takeFree } from "./leaving.ts";
import { checkLimits } from "./load.ts";

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
  const refusal =
    checkOnPaper({ ...context, eventS: whenS }, index, source, material, at) ??
    checkLimits(book, index, yearOf(whenS), kg);
  if (refusal) return refusal;
  useGround(book, index, yearOf(whenS), kg);
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

/** A paper that is lodged and not attested yet, for no more than it says. */
function lodgedPaper({ book }: Context, body: Body<"paper.attest">): Result<PaperFact> {
  const paper = book.get("paper", body.paper);
  if (!paper) return refused(notFound("paper", body.paper));
  if (paper.attestedKg !== null) return refused(problem("already-signed", { index: body.paper }));
  return body.massKg > paper.massKg ? refused(problem("bad-terms", { expected: "mass-lodged" })) : ok(paper);
}

/** An attested letter counts for the year of the paper's last day and comes out of the source's own limits; two persons attest it. */
const ATTEST_PAPER: Proposal<"paper.attest"> = {
  needs(context, body) {
    const lodged = lodgedPaper(context, body);
    return lodged.ok ? ok(secondHand(context)) : lodged;
  },
  effect(context, body) {
    const lodged = lodgedPaper(context, body);
    if (!lodged.ok) return lodged.problem;
    context.book.put("paper", body.paper, { ...lodged.value, attestedKg: body.massKg });
    return body.massKg === 0 ? undefined : drawPaper(context, lodged.value, body.massKg);
  },
};

function drawPaper(context: Context, paper: PaperFact, massKg: number): CheckResult {
  const { book } = context;
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
    massKg,
    to,
    { place: paper.project, contract: paper.package },
    GRADE.paper,
    startOfDay(paper.until),
    { fromS: startOfDay(paper.from), untilS: endOfDay(paper.until) },
  );
}

/** A source that an act draws from, and the account that the kilograms go to. */
type Drawing = { readonly source: SourceFact; readonly to: AccountKey };

function drawingOf(
  context: Context,
  body: Pick<Body<"foreign.attest">, "source" | "at" | "package" | "holder" | "material">,
  instrument: Instrument,
): Result<Drawing> {
  const source = sourceOf(context, body.source, [instrument]);
  if (!source.ok) return source;
  const to = placeOf(context, body.at, body.package, body.holder, body.material, body.source);
  return to.ok ? ok({ source: source.value, to: to.value }) : to;
}

/** A neighbour's letter: its own capped source, each letter or foreign slip once; two persons attest it. */
const ATTEST_FOREIGN: Proposal<"foreign.attest"> = {
  needs(context, body) {
    const drawing = foreignOf(context, body);
    return drawing.ok ? ok(secondHand(context)) : drawing;
  },
  effect(context, body, index) {
    const drawing = foreignOf(context, body);
    if (!drawing.ok) return drawing.problem;
    const { source, to } = drawing.value;
    context.book.put("evidence", hex(body.evidence), { index });
    noticeText(context.book, `entry/${index}`, index, body.document, body.material);
    const at = { place: body.at, contract: body.package };
    return draw(context, body.source, source, body.material, body.massKg, to, at, GRADE.paper, context.eventS);
  },
};

function foreignOf(context: Context, body: Body<"foreign.attest">): Result<Drawing> {
  const evidence = hex(body.evidence);
  const stored = context.book.get("evidence", evidence);
  return stored
    ? refused(problem("already-exists", { what: "document", value: evidence.slice(0, 16), index: stored.index }))
    : drawingOf(context, body, INSTRUMENT.neighbourLetter);
}

/** Opening works need owner, supervisor and treasury; opening stock needs the authority ("ghi nhận tồn kho, không xác nhận hợp pháp"). */
const DECLARE_OPENING: Proposal<"opening.declare"> = {
  needs(context, body) {
    const drawing = drawingOf(context, body, INSTRUMENT.openingStock);
    if (!drawing.ok) return drawing;
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
    const drawing = drawingOf(context, body, INSTRUMENT.openingStock);
    if (!drawing.ok) return drawing.problem;
    const { source, to } = drawing.value;
    const at = { place: body.at, contract: body.package };
    return draw(context, body.source, source, body.material, body.massKg, to, at, GRADE.transitional, context.eventS);
  },
};

/** Dug and used inside one project, as its supervisor accepted it and its owner agrees. */
const ACCEPT_EXCAVATION: Proposal<"excavation.accept"> = {
  needs(context, body) {
    const project = context.book.get("project", body.project);
    if (!project) return refused(notFound("project", body.project));
    if (project.supervisor !== partyOf(context))
      return refused(problem("no-standing", { need: "supervisor-of-project" }));
    const dug = dugOf(context, body);
    return dug.ok ? ok([{ party: project.owner }]) : dug;
  },
  effect(context, body) {
    const dug = dugOf(context, body);
    if (!dug.ok) return dug.problem;
    const { source, to } = dug.value;
    const at = { place: body.project, contract: body.package };
    return draw(context, body.source, source, body.material, body.massKg, to, at, GRADE.ledger, context.eventS);
  },
};

function dugOf(context: Context, body: Body<"excavation.accept">): Result<Drawing> {
  const { project, package: contract, material, source } = body;
  const dug = drawingOf(context, { at: project, package: contract, material, source }, INSTRUMENT.projectExcavation);
  // Material dug inside a project belongs to that project: a source that names none could serve any.
  return dug.ok && !dug.value.source.projects?.includes(project)
    ? refused(problem("source-not-bound", { source: dug.value.source.number }))
    : dug;
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
    makes: "holding",
    approvedBy: ["parties-of-packages"],
    signers: [ROLE.projectOwner, ROLE.contractor],
    moves: "project(package a) → project(package b)",
    proposal: TRANSFER_PACKAGE,
  },
  "excavation.accept": {
    nature: "right",
    makes: "capacity",
    approvedBy: ["owner-of-project"],
    signers: [ROLE.supervisor],
    moves: "ground → project",
    proposal: ACCEPT_EXCAVATION,
  },
  "paper.lodge": { nature: "right", alone: "asks", signers: [ROLE.projectOwner, ROLE.contractor], apply: lodgePaper },
  "paper.attest": {
    nature: "right",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: [ROLE.authority],
    moves: "ground → project (paper)",
    proposal: ATTEST_PAPER,
  },
  "foreign.attest": {
    nature: "right",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: [ROLE.authority],
    moves: "ground → stock, project (paper)",
    proposal: ATTEST_FOREIGN,
  },
  "opening.declare": {
    nature: "right",
    makes: "capacity",
    approvedBy: ["authority", "owner-supervisor-and-treasury"],
    signers: HOLDERS,
    moves: "ground → stock, project (transitional)",
    proposal: DECLARE_OPENING,
  },
} satisfies Rows;
