// Who may read what: asked by every resource and page that can show a dossier or a slip.
import { ROLE, type Role } from "../format/codes.ts";
import type { Book } from "../rules/book/book.ts";
import type { ClaimFact, ProjectFact, SlipFact } from "../rules/book/facts.ts";
import type { Who } from "./who.ts";

/** The licensing authority, the treasury and the inspector. */
const OFFICES: readonly Role[] = [ROLE.authority, ROLE.treasury, ROLE.inspector];

/** True if the asker may act in one of these roles. */
export function hasRole(who: Who | undefined, roles: readonly Role[]): who is Who {
  return who?.roles.some((role) => roles.includes(role)) === true;
}

/** Those who answer for a dossier and those who control it; nobody else reads its loads. */
export function mayRead(who: Who | undefined, claim: ClaimFact, project: ProjectFact): boolean {
  if (!who) return false;
  const contractor = project.packages.find((each) => each.number === claim.package)?.contractor;
  const parties = [project.treasury, project.owner, project.supervisor, contractor];
  return parties.includes(who.party) || who.roles.includes(ROLE.inspector) || who.roles.includes(ROLE.authority);
}

/** True if the visitor is an officer of the treasury that controls the project. */
export function isOfficer(who: Who | undefined, project: ProjectFact): boolean {
  return who !== undefined && who.party === project.treasury && who.roles.includes(ROLE.treasury);
}

/** True if a slip's whole paper, court bundle included, is open to a visitor: its parties, and the offices that judge it. */
export function mayKeepSlip(book: Book, who: Who, slip: SlipFact): boolean {
  const project = book.get("project", slip.to);
  const parties = project
    ? [project.owner, project.supervisor, ...project.packages.map((each) => each.contractor)]
    : [book.get("site", slip.to)?.party];
  return [slip.issuer, slip.holder, ...parties].includes(who.party) || hasRole(who, OFFICES);
}
