// A program that does not know the rules by which a log goes must not append to it: it would judge wrongly and sign what it judged.
import type { RulesFact } from "../rules/book/facts.ts";
import { unknownVersion } from "../rules/registry/rules-version.ts";
import type { Database } from "../store/database.ts";
import { loadFact } from "../store/loader.ts";
import type { TreeReader } from "../store/tree-reader.ts";
import { CommandError } from "../words/command-error.ts";
import { sentence } from "../words/problem.ts";

/** Throws, in words for the operator, where the stored log goes by a version of the rules that this program does not know. */
export async function requireKnownRules(database: Database, tree: TreeReader): Promise<void> {
  const rules = (await loadFact(database.kysely, tree, "rules/0")) as RulesFact | undefined;
  const unknown = rules && unknownVersion(rules.versions.at(-1)!.version);
  if (unknown) throw new CommandError(sentence(unknown, "vi"), sentence(unknown, "en"), unknown.code);
}
