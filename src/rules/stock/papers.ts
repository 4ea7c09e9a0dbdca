// Papers and openings until everyone is connected: each is debited from the same source limits as slips are, so that selling paper
// eats the seller's own capacity, and each keeps its own grade for as long as the kilograms exist.

import { hex, utf8 } from "../../format/bytes.ts";
import { GRADE, INSTRUMENT, type Material, ROLE } from "../../format/codes.ts";
import { sha256 } from "../../format/hash.ts";
import type { Body } from "../../format/kinds.ts";
import { bare } from "../../spelling/folding.ts";
import { formatDay } from "../../words/as-written.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import type { Subject } from "../../words/signals.ts";
import { type CheckResult, type Context, notFound, partyOf } from "../acts/context.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import { HOLDERS, type Rows } from "../acts/row.ts";
import { accountKey } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { PaperFact } from "../book/facts.ts";
import { checkPurpose } from "../lawful/lawful.ts";
import { DAY_S, dayOf, endOfDay, isDay, startOfDay, yearOf } from "../numbers/time.ts";
import { contractorOf, type Drawing, draw, drawingOf, sourceOf } from "./drawing.ts";
import { takeFree } from "./leaving.ts";
import { noticePaperDays } from "./paper-days.ts";

/** A paper's text in its normal form, and the material that it speaks of. */
function textKey(document: string, material: Material): string {
  return `${hex(sha256(utf8(bare(document) || document)))}/${material}`;
}

/** Shows a paper whose text an earlier one has for the same material: "HĐ 1C26TAA-128" and "hđ 1c26taa 128" are one. */
function noticeText(book: Book, subject: Subject, index: number, document: string, material: Material): void {
  const text = textKey(document, material);
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
  const unfit = checkPaperDays(context, body);
  if (unfit) return unfit;
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

/** A paper's days: of the calendar, over by now, and not further back than the rules' days. */
function checkPaperDays({ receivedMs, rules }: Context, { from, until }: Body<"paper.lodge">): CheckResult {
  const receivedS = Math.floor(receivedMs / 1000);
  const first = dayOf(receivedS - rules.set.tolerances.paperDays * DAY_S);
  if (!isDay(from) || !isDay(until) || until < from || until > dayOf(receivedS))
    return problem("bad-terms", { expected: "days-of-paper" });
  return from < first ? problem("bad-terms", { expected: "days-of-paper-from", from: formatDay(first) }) : undefined;
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
    return body.massKg === 0 ? undefined : drawPaper(context, body.paper, lodged.value, body.massKg);
  },
};

function drawPaper(context: Context, lodged: number, paper: PaperFact, massKg: number): CheckResult {
  const { book } = context;
  const to = accountKey({
    kind: "project",
    project: paper.project,
    packageNumber: paper.package,
    product: 0,
    material: paper.material,
  });
  const { source: index, project, material, from, until } = paper;
  const source = book.need("source", index);
  const at = { place: project, contract: paper.package };
  const days = { fromS: startOfDay(from), untilS: endOfDay(until) };
  const refusal = draw(context, index, source, material, massKg, to, at, GRADE.paper, startOfDay(until), days);
  if (refusal) return refusal;
  noticePaperDays(book, lodged, { source: index, project, material }, from, until);
  if (yearOf(days.untilS) < yearOf(source.sinceS))
    book.signal("paper-of-past-year", `paper/${lodged}`, { source: index, mass_kg: massKg });
  return undefined;
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
    const drawing = openingOf(context, body);
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
  effect(context, body, index) {
    const drawing = openingOf(context, body);
    if (!drawing.ok) return drawing.problem;
    const { source, to } = drawing.value;
    context.book.put("declared", declarationOf(body), { index });
    noticeText(context.book, `entry/${index}`, index, body.document, body.material);
    const at = { place: body.at, contract: body.package };
    return draw(context, body.source, source, body.material, body.massKg, to, at, GRADE.transitional, context.eventS);
  },
};

/** A pile is declared once by one record, whatever source it is declared from. */
function openingOf(context: Context, body: Body<"opening.declare">): Result<Drawing> {
  const before = context.book.get("declared", declarationOf(body));
  return before
    ? refused(problem("already-exists", { what: "document", value: body.document, index: before.index }))
    : drawingOf(context, body, INSTRUMENT.openingStock);
}

function declarationOf({ document, material, at, package: contract, holder }: Body<"opening.declare">): string {
  return `${textKey(document, material)}/${at}/${contract ?? 0}/${holder ?? 0}`;
}

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
