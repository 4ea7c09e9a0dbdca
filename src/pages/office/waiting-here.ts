// The number of things that wait for the visitor, by the page on which they are done: shown beside its door, so that nobody has to open each
// list to learn that something has come.
import { mayOpen } from "../../http/readers.ts";
import type { Who } from "../../http/who.ts";
import type { PageRequest } from "../request.ts";
import { waitsForParty } from "./claims-page.ts";
import { listedOf, readListed } from "./dossier-list.ts";
import { approvalsFor } from "./proposals-page.ts";
import { awaitingPerson } from "./queue-page.ts";

/** How much waits, by the path of its page; a page where nothing waits is left out. */
export async function waitingHere(request: PageRequest, who: Who): Promise<Map<string, number>> {
  const [dossiers, approvals] = await Promise.all([dossiersFor(request, who), approvalsFor(request, who)]);
  const counts = [...dossiers, ["/proposals", approvals.length] as const];
  return new Map(counts.filter(([, count]) => count > 0));
}

/** Dossiers that an officer may act on now, and those that the party has yet to sign. */
async function dossiersFor({ services: { view } }: PageRequest, who: Who): Promise<(readonly [string, number])[]> {
  const [controls, claims] = [mayOpen(who, "control"), mayOpen(who, "claims")];
  if (!controls && !claims) return [];
  const { open } = await listedOf(view, who.parties);
  const listed = await readListed(view, open);
  const ours = listed.filter(({ project }) => who.parties.includes(project.treasury));
  const acting = controls ? await awaitingPerson(view, ours, who.person) : [];
  const signing = claims ? listed.filter((each) => waitsForParty(each, who.parties)) : [];
  return [
    ["/treasury", acting.length],
    ["/claims", signing.length],
  ];
}
