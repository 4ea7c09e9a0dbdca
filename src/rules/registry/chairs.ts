// Who has which part in a project, and since when. A chair changes by `project.amend`; what was signed from it before stays signed, and what
// was observed before is judged by who sat in it at that hour.
import type { Body } from "../../format/kinds.ts";
import type { ProjectFact } from "../book/facts.ts";
import type { Chair } from "../book/shared-facts.ts";

/** The parties of a project: the same in its registration, in an amended project and at an hour of the past. */
export type Chairs = Pick<ProjectFact, "owner" | "supervisor" | "treasury" | "packages">;

type Amendment = Body<"project.amend">;

/** The party in a chair of a package; undefined where the project has no such package. */
export function partyIn(chairs: Chairs, chair: Chair, packageNumber: number): number | undefined {
  if (chair !== "contractor") return chairs[chair];
  return chairs.packages.find((each) => each.number === packageNumber)?.contractor;
}

/** The parties that answer for a package: contractor, supervisor, owner. */
export function partiesOf(chairs: Chairs, packageNumber: number): number[] {
  const contractor = partyIn(chairs, "contractor", packageNumber);
  return contractor === undefined ? [] : [...new Set([contractor, chairs.supervisor, chairs.owner])];
}

/** A project's chairs after an amendment: what it does not name stays, and a package that it does not name stays too. */
export function amendChairs({ owner, supervisor, treasury, packages }: Chairs, body: Amendment): Chairs {
  const named = new Map((body.packages ?? []).map((each) => [each.number, each]));
  const kept = packages.map((each) => ({ ...each, ...named.get(each.number) }));
  const added = (body.packages ?? []).filter((each) => !packages.some((one) => one.number === each.number));
  return {
    owner: body.owner ?? owner,
    supervisor: body.supervisor ?? supervisor,
    treasury: body.treasury ?? treasury,
    packages: [...kept, ...added],
  };
}

/**
 * Who must sign an amendment: the owner, the treasury that will pay by it, and whoever takes a chair by it. So no owner changes its
 * supervisor on the eve of a claim without the treasury's signature.
 */
export function consentsTo(before: Chairs, body: Amendment): number[] {
  const after = amendChairs(before, body);
  const seated = after.packages.flatMap(({ number, contractor }) =>
    partyIn(before, "contractor", number) === contractor ? [] : [contractor],
  );
  const supervisor = after.supervisor === before.supervisor ? [] : [after.supervisor];
  return [...new Set([after.owner, after.treasury, ...supervisor, ...seated])];
}

/** The treasuries that have paid for a project, the present one first. */
export function treasuriesOf({ treasury, former }: ProjectFact): number[] {
  return [...new Set([treasury, ...(former ?? []).map((each) => each.treasury)])];
}

/** A project's chairs at an hour. */
export function chairsAt(project: ProjectFact, atS: number): Chairs {
  return project.former?.find((each) => atS < each.untilS) ?? project;
}
