// The score under other numbers than the province's own: what the rules promise must bend when their tolerances do.
import type { RuleSet } from "../format/bodies/ruleset.ts";
import { FIRST_MEASURES, FIRST_TOLERANCES } from "../words/first-rules.ts";

/** Numbers of the rule set by name, instead of those that a province begins with. */
export type OtherNumbers = Readonly<Record<string, number>>;

/** Reads `name=value` texts; throws for a name that the rule set does not have. */
export function readNumbers(texts: readonly string[]): OtherNumbers {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = "", value] = text.split("=");
      const known = Object.hasOwn(FIRST_TOLERANCES, name) || Object.hasOwn(FIRST_MEASURES, name);
      if (!known || !/^\d+$/.test(value ?? "")) throw new Error(`expected NAME=NUMBER of the rule set, got ${text}`);
      return [name, Number(value)];
    }),
  );
}

/** The rules of a province with those numbers. */
export function rulesWith(numbers: OtherNumbers): Partial<RuleSet> {
  const of = <T extends object>(known: T): T => ({
    ...known,
    ...Object.fromEntries(Object.entries(numbers).filter(([name]) => Object.hasOwn(known, name))),
  });
  return { measures: of(FIRST_MEASURES), tolerances: of(FIRST_TOLERANCES) };
}
