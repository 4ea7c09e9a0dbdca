// The persons of a visitor's party, and the names by which its people know each other.
import { personNames } from "../../http/person-names.ts";
import type { Services } from "../../http/services.ts";
import type { Who } from "../../http/who.ts";
import type { PersonFact } from "../../rules/book/facts.ts";
import type { View } from "../../store/view.ts";

/** A person of a party, and how many keys in force it has. */
export type Member = { readonly person: number; readonly fact: PersonFact; readonly keys: number };

/** Everyone who has or had a key of the visitor's parties, in the order of registration. */
export async function peopleOf(view: View, { parties }: Pick<Who, "parties">): Promise<Member[]> {
  const lists = await Promise.all(parties.map((party) => view.list(`keys/${party}`)));
  const kids = lists.flat().map(({ key }) => key);
  const inForce = new Map<number, number>();
  for (const { person, revoked, frozen } of (await view.facts("key", kids)).values())
    if (person !== null)
      inForce.set(person, (inForce.get(person) ?? 0) + (revoked === null && frozen === null ? 1 : 0));
  const facts = await view.facts("person", [...inForce.keys()]);
  return [...facts]
    .map(([person, fact]) => ({ person: Number(person), fact, keys: inForce.get(Number(person)) ?? 0 }))
    .sort((a, b) => a.person - b.person);
}

/** The names that are kept of the visitor's own people; none for a stranger. */
export async function namesOfOwn(services: Services, who: Who | undefined): Promise<Map<number, string>> {
  if (!who) return new Map();
  const members = await peopleOf(services.view, who);
  return personNames(
    services,
    members.map(({ person }) => person),
  );
}
