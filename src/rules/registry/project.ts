// Projects: who owns, supervises, builds and pays for a work, and its contract packages.

import { ROLE, type Role } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import type { Rows } from "../acts/row.ts";

function registerProject(context: Context, body: Body<"project.register">): CheckResult {
  const { book, index } = context;
  if (!/^\d{7}$/.test(body.code)) return problem("bad-terms", { expected: "seven-digit-code" });
  const stored = book.get("projectCode", body.code);
  if (stored) return problem("already-exists", { what: "project-code", value: body.code, index: stored.project });
  const parties = [body.owner, body.supervisor, body.treasury, ...body.packages.map((each) => each.contractor)];
  for (const party of parties) if (!book.get("party", party)) return notFound("party", party);
  const refusal = checkParts(context, body);
  if (refusal) return refusal;
  const numbers = body.packages.map((each) => each.number);
  if (new Set(numbers).size !== numbers.length) return problem("bad-terms", { expected: "distinct-packages" });
  const { code, name, owner, supervisor, treasury, packages } = body;
  const value = body.valueDong === undefined ? {} : { valueDong: body.valueDong };
  book.put("project", index, { code, name, owner, supervisor, treasury, packages, ...value });
  book.put("projectCode", code, { project: index });
  book.enlist("projects", index);
  for (const party of new Set(parties)) book.enlist(`projects/${party}`, index);
  return undefined;
}

/** Each in a role of theirs; an owner registers only what is its own. */
function checkParts({ book, signer }: Context, body: Body<"project.register">): CheckResult {
  const parts: [number, Role][] = [
    [body.owner, ROLE.projectOwner],
    [body.supervisor, ROLE.supervisor],
    [body.treasury, ROLE.treasury],
    ...body.packages.map((each): [number, Role] => [each.contractor, ROLE.contractor]),
  ];
  for (const [party, role] of parts)
    if (!book.need("party", party).roles.includes(role))
      return problem("not-found", { what: "party-of-role", role, index: party });
  const own = signer.key.role === "root" || signer.roles.includes(ROLE.authority) || signer.key.party === body.owner;
  return own ? undefined : problem("no-standing", { need: "owner-of-project" });
}

export const PROJECT_ROWS = {
  "project.register": {
    nature: "registry",
    signers: ["root", ROLE.authority, ROLE.projectOwner],
    apply: registerProject,
  },
} satisfies Rows;
