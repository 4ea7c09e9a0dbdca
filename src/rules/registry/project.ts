// Projects: who owns, supervises, builds and pays for a work, and its contract packages; and how these change over the years.

import { ROLE, type Role } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import type { Proposal } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import { amendChairs, type Chairs, consentsTo } from "./chairs.ts";
import { heirOf } from "./successions.ts";

function registerProject(context: Context, body: Body<"project.register">): CheckResult {
  const { book, index } = context;
  if (!/^\d{7}$/.test(body.code)) return problem("bad-terms", { expected: "seven-digit-code" });
  const stored = book.get("projectCode", body.code);
  if (stored) return problem("already-exists", { what: "project-code", value: body.code, index: stored.project });
  const refusal = checkRoles(book, body) ?? checkNumbers(body.packages) ?? checkIndependent(book, body);
  if (refusal) return refusal;
  if (!isOffice(context) && context.signer.key.party !== body.owner)
    return problem("no-standing", { need: "owner-of-project" });
  const { code, name, owner, supervisor, treasury, packages } = body;
  const value = body.valueDong === undefined ? {} : { valueDong: body.valueDong };
  book.put("project", index, { code, name, owner, supervisor, treasury, packages, ...value });
  book.put("projectCode", code, { project: index });
  book.enlist("projects", index);
  for (const party of new Set(everyone(body))) book.enlist(`projects/${party}`, index);
  return undefined;
}

/** Each party that is named, in a role of its own. */
function checkRoles(book: Book, { owner, supervisor, treasury, packages }: Partial<Chairs>): CheckResult {
  const parts: [number | undefined, Role][] = [
    [owner, ROLE.projectOwner],
    [supervisor, ROLE.supervisor],
    [treasury, ROLE.treasury],
    ...(packages ?? []).map((each): [number, Role] => [each.contractor, ROLE.contractor]),
  ];
  for (const [party, role] of parts) {
    if (party === undefined) continue;
    const registered = book.get("party", party);
    if (!registered) return notFound("party", party);
    if (!registered.roles.includes(role)) return problem("not-found", { what: "party-of-role", role, index: party });
  }
  return undefined;
}

function checkNumbers(packages: Chairs["packages"]): CheckResult {
  const numbers = new Set(packages.map((each) => each.number));
  return numbers.size === packages.length ? undefined : problem("bad-terms", { expected: "distinct-packages" });
}

/**
 * Who supervises checks what the others claim; parties that have merged are one. An owner that builds its own works is lawful, and then two
 * parties sign an annex.
 */
export function checkIndependent(
  book: Book,
  { owner, supervisor, packages }: Pick<Chairs, "owner" | "supervisor" | "packages">,
): CheckResult {
  const judged = [owner, ...packages.map((each) => each.contractor)].map((each) => heirOf(book, each));
  return judged.includes(heirOf(book, supervisor))
    ? problem("bad-terms", { expected: "independent-supervisor" })
    : undefined;
}

function isOffice({ signer }: Context): boolean {
  return signer.key.role === "root" || signer.roles.includes(ROLE.authority);
}

/** Another supervisor, owner, contractor, treasury or value: whoever `consentsTo` names has to sign. */
const AMEND_PROJECT: Proposal<"project.amend"> = {
  needs(context, body) {
    const { book, signer } = context;
    const project = book.get("project", body.project);
    if (!project) return refused(notFound("project", body.project));
    const { owner, supervisor, treasury, packages, valueDong } = body;
    if ([owner, supervisor, treasury, packages, valueDong].every((each) => each === undefined))
      return refused(problem("bad-terms", { expected: "a-change" }));
    const unfit =
      checkRoles(book, given(body)) ??
      checkNumbers(packages ?? []) ??
      checkIndependent(book, amendChairs(project, body));
    if (unfit) return refused(unfit);
    // Which treasury pays is never the owner's choice.
    if (!isOffice(context) && (signer.key.party !== project.owner || treasury !== undefined))
      return refused(problem("no-standing", { need: treasury === undefined ? "owner-of-project" : "authority" }));
    return ok(consentsTo(project, body).map((party) => ({ party })));
  },
  effect(context, body, index) {
    const { book } = context;
    const project = book.need("project", body.project);
    // Another amendment may have come between: then others would have to sign this one.
    const { by, approvals } = book.need("proposal", index);
    const signed = [by, ...approvals].map((each) => each.party);
    if (!consentsTo(project, body).every((party) => signed.includes(party)))
      return problem("wrong-state", { expected: "project-as-proposed", what: "project", subject: body.project });
    const chairs = amendChairs(project, body);
    const dependent = checkIndependent(book, chairs);
    if (dependent) return dependent;
    const untilS = Math.floor(context.receivedMs / 1000);
    const { owner, supervisor, treasury, packages } = project;
    const former = [...(project.former ?? []), { owner, supervisor, treasury, packages, untilS }];
    const value = body.valueDong === undefined ? {} : { valueDong: body.valueDong };
    book.put("project", body.project, { ...project, ...chairs, ...value, former });
    enlistNewcomers(book, body.project, project, chairs);
    if (chairs.supervisor !== supervisor) noticeSupervisor(book, body.project, index, supervisor, chairs.supervisor);
    return undefined;
  },
};

function given({ owner, supervisor, treasury, packages }: Body<"project.amend">): Partial<Chairs> {
  return {
    ...(owner === undefined ? {} : { owner }),
    ...(supervisor === undefined ? {} : { supervisor }),
    ...(treasury === undefined ? {} : { treasury }),
    ...(packages === undefined ? {} : { packages }),
  };
}

/** Who takes a chair finds the project and its undecided dossiers among their own. */
function enlistNewcomers(book: Book, project: number, before: Chairs, after: Chairs): void {
  const known = new Set(everyone(before));
  const annexes = book.get("undecided", project)?.annexes ?? [];
  for (const party of new Set(everyone(after))) {
    if (known.has(party)) continue;
    book.enlist(`projects/${party}`, project);
    for (const annex of annexes) book.enlist(`claims/${party}`, annex);
  }
}

function everyone({ owner, supervisor, treasury, packages }: Chairs): number[] {
  return [owner, supervisor, treasury, ...packages.map((each) => each.contractor)];
}

/** A new supervisor while dossiers wait for the supervisor's signature: each is named to its treasury. */
function noticeSupervisor(book: Book, project: number, amendment: number, before: number, after: number): void {
  for (const annex of book.get("undecided", project)?.annexes ?? []) {
    const { signed } = book.need("claim", annex);
    if (signed.some((each) => each.chairs.includes("supervisor"))) continue;
    book.signal("supervisor-replaced", `annex/${annex}`, { amendment, before, after });
  }
}

export const PROJECT_ROWS = {
  "project.register": {
    nature: "registry",
    alone: "describes",
    signers: ["root", ROLE.authority, ROLE.projectOwner],
    apply: registerProject,
  },
  "project.amend": {
    nature: "registry",
    makes: "terms",
    approvedBy: ["parties-of-change"],
    signers: ["root", ROLE.authority, ROLE.projectOwner],
    proposal: AMEND_PROJECT,
  },
} satisfies Rows;
