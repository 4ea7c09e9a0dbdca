// A way out of a project: surplus that was never built in goes back to a yard or is lent to another project. Whoever answers for either
// end signs. The kilograms keep their origin, and with it whatever contradicts them later.
import { GRADE, ROLE, SITE_TYPE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import type { Proposal } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import { type AccountKey, accountKey } from "../book/accounts.ts";
import { checkPurpose } from "../lawful/lawful.ts";
import { takeFree } from "./leaving.ts";

/** Where released kilograms go, and the parties that answer for that place. */
type Receiver = { readonly parties: readonly number[]; readonly account: AccountKey };

function receiverOf({ book }: Context, body: Body<"project.release">): Result<Receiver> {
  const { to, package: contract, material, project: from, product = 0 } = body;
  const project = book.get("project", to);
  if (project) {
    const contractor = project.packages.find((each) => each.number === contract)?.contractor;
    if (contractor === undefined || contract === undefined) return refused(notFound("package", contract ?? 0));
    // Packages of one project have package.transfer, with its own rule for bound sources.
    if (to === from) return refused(problem("bad-terms", { expected: "other-place-than-project" }));
    const account = accountKey({ kind: "project", project: to, packageNumber: contract, product, material });
    return ok({ parties: [contractor, project.owner, project.supervisor], account });
  }
  const site = book.get("site", to);
  if (!site) return refused(notFound("destination", to));
  // A mine's stock is what its own sources gave; mixed products are not sold back.
  if (site.type === SITE_TYPE.mine || site.type === SITE_TYPE.checkpoint || product !== 0)
    return refused(problem("bad-terms", { expected: "yard-or-project" }));
  const account = accountKey({ kind: "stock", site: to, holder: site.party, product, material, source: 0 });
  return ok({ parties: [site.party], account });
}

const RELEASE: Proposal<"project.release"> = {
  needs(context, body) {
    const { book, signer } = context;
    const project = book.get("project", body.project);
    if (!project) return refused(notFound("project", body.project));
    const giver = project.packages.find((each) => each.number === body.from)?.contractor;
    if (giver === undefined) return refused(notFound("package", body.from));
    if (signer.key.party !== giver && signer.key.party !== project.owner)
      return refused(problem("no-standing", { need: "giver-or-owner" }));
    const receiver = receiverOf(context, body);
    if (!receiver.ok) return receiver;
    const parties = new Set([giver, project.owner, project.supervisor, ...receiver.value.parties]);
    return ok([...parties].map((party) => ({ party })));
  },
  effect(context, body): CheckResult {
    const { book } = context;
    const { project, from, material, product = 0, massKg, to, package: contract } = body;
    const receiver = receiverOf(context, body);
    if (!receiver.ok) return receiver.problem;
    const account = accountKey({ kind: "project", project, packageNumber: from, product, material });
    // Opening stock is known by this place only: it goes nowhere.
    const takings = takeFree(book, account, massKg, (lot) => lot.grade !== GRADE.transitional);
    if (!takings.ok) return takings.problem;
    for (const { lot } of takings.value) {
      const bound = checkPurpose(book.need("source", lot.source), { place: to, contract });
      if (bound) return bound;
    }
    for (const taking of takings.value) book.move(taking, receiver.value.account);
    return undefined;
  },
};

export const RELEASE_ROWS = {
  "project.release": {
    nature: "right",
    makes: "holding",
    approvedBy: ["owner-supervisor-and-keeper"],
    signers: [ROLE.projectOwner, ROLE.contractor],
    moves: "project → stock, project",
    proposal: RELEASE,
  },
} satisfies Rows;
