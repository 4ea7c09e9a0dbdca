// The tables that docs/ hands to a court's expert beside the verifier: what each kind of entry names, and who may sign it.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { KINDS } from "../../src/format/kinds.ts";
import type { Outline } from "../../src/format/shape.ts";
import { TABLE } from "../../src/rules/kinds/table.ts";

const text = readFileSync(new URL("../../docs/verify_kinds.py", import.meta.url), "utf8");

/** `"key": "words"` and `7: "words"` of one table. */
function tableOf(name: string): Map<string, string[]> {
  const [, body] = new RegExp(`${name} = \\{([^}]*)\\}`).exec(text)!;
  return new Map(
    [...body!.matchAll(/"?\b([a-z0-9][a-z0-9 ]*)"?: "([^"]*)"/g)].map(([, key, words]) => [key!, words!.split(" ")]),
  );
}

function pathsTo(shape: Outline, at: readonly (string | number)[] = []): string[] {
  return [
    ...(shape.refersTo ? [at.join(".")] : []),
    ...(shape.item ? pathsTo(shape.item, [...at, "*"]) : []),
    ...(shape.pair ?? []).flatMap((each, i) => pathsTo(each, [...at, i])),
    ...Object.values(shape.fields ?? {}).flatMap(([key, each]) => pathsTo(each, [...at, key])),
  ];
}

it("every field that names an earlier entry is in the expert's table, and no other", () => {
  const own = Object.values(KINDS).flatMap(({ number, body }): [string, string[]][] => {
    const paths = pathsTo(body).sort();
    return paths.length > 0 ? [[String(number), paths]] : [];
  });
  const table = [...tableOf("NAMES")].map(([kind, paths]): [string, string[]] => [kind, paths.sort()]);
  expect(new Map(table)).toEqual(new Map(own));
  expect(table.length).toBeGreaterThan(70);
});

it("every kind may be signed by the roles of the expert's table, and by no other", () => {
  const roles = new Map<string, string[]>();
  for (const [signers, kinds] of tableOf("MAY_SIGN"))
    for (const kind of kinds) roles.set(kind, signers.split(" ").sort());
  const own = Object.entries(TABLE).map(([kind, { signers }]): [string, string[]] => [
    String(KINDS[kind as keyof typeof KINDS].number),
    signers.map(String).sort(),
  ]);
  expect(roles).toEqual(new Map(own));
});
