// The names of persons. The ledger knows a person by a number, since it forgets nothing; the name is kept beside it, where it can be erased. A
// name is for the person's own party, and for whoever reads a paper that the person signed.
import type { Services } from "./services.ts";

/** Longer ones are no names. */
export const LONGEST_NAME = 80;

/** Names by the entry that registered the person; whoever has none is left out. */
export async function personNames(
  { database }: Pick<Services, "database">,
  persons: readonly number[],
): Promise<Map<number, string>> {
  if (persons.length === 0) return new Map();
  const query = database.kysely.selectFrom("desk.opening").selectAll();
  const rows = await query.where("person", "in", [...new Set(persons)]).execute();
  return new Map(rows.map(({ person, name }) => [Number(person), name]));
}

/** Keeps the name of a person, or erases it where none is given. */
export async function keepName(
  { database }: Pick<Services, "database">,
  person: number,
  name: string | undefined,
): Promise<void> {
  const { kysely } = database;
  if (name === undefined) {
    await kysely.deleteFrom("desk.opening").where("person", "=", person).execute();
    return;
  }
  await kysely
    .insertInto("desk.opening")
    .values({ person, name })
    .onConflict((conflict) => conflict.column("person").doUpdateSet({ name }))
    .execute();
}
