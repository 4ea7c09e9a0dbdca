// docs/rules.md says what the table of kinds says; UPDATE_DOCS=1 rewrites it.
import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { KINDS } from "../../src/format/kinds.ts";
import { TABLE } from "../../src/rules/kinds/table.ts";
import { fieldsPage, readsOf, type Scenery, STORIES, sceneryOf, TOLD } from "../docs/fields.ts";
import { FRAUDS } from "../docs/frauds.ts";
import { rulesPage } from "../docs/rules-page.ts";
import { openProvince } from "./ledger.ts";

const PAGE = new URL("../../docs/rules.md", import.meta.url);

describe("docs/rules.md", () => {
  it("is what follows from the code", () => {
    if (process.env.UPDATE_DOCS === "1") writeFileSync(PAGE, rulesPage());
    else expect(readFileSync(PAGE, "utf8"), "docs/rules.md lags: run this file with UPDATE_DOCS=1").toBe(rulesPage());
  });

  it("has a row for every kind that can be entered and every fraud of the field's table", () => {
    expect(Object.keys(TABLE).sort()).toEqual(Object.keys(KINDS).sort());
    for (const kind of Object.keys(KINDS)) expect(rulesPage()).toContain(`\`${kind}\``);
    expect(FRAUDS).toHaveLength(20);
  });
});

describe("docs/fields.md", () => {
  const page = new URL("../../docs/fields.md", import.meta.url);
  let scenery: Scenery;

  beforeAll(async () => {
    scenery = await sceneryOf(await openProvince());
  });

  const fields = TOLD.flatMap((kind) =>
    Object.entries(STORIES[kind].rows).map(([field, row]) => ({ kind, field, row })),
  );

  it.each(fields)("$kind $field is read by a rule, or kept for people with a reason", ({ kind, row }) => {
    const unread =
      "no rule reads this field: tell its two stories further apart in test/docs/fields.ts, or say people(why)";
    if (typeof row === "function") expect(readsOf(scenery, kind, row as never), unread).not.toEqual([]);
    else expect(row.people.length, "say in test/docs/fields.ts who reads it and what for").toBeGreaterThan(20);
  });

  it("has every kind that is an observation in the table of kinds, and every field of it", () => {
    const observations = Object.entries(TABLE).flatMap(([kind, row]) => (row.nature === "observation" ? [kind] : []));
    const told = "an observation needs its name in TOLD and its story in STORIES of test/docs/fields.ts";
    expect([...TOLD].sort(), told).toEqual(observations.sort());
    for (const kind of TOLD) {
      const { fields: known } = KINDS[kind].body as { fields: Record<string, unknown> };
      expect(Object.keys(STORIES[kind].rows).sort()).toEqual(Object.keys(known).sort());
    }
  });

  it("is what follows from the code", () => {
    if (process.env.UPDATE_DOCS === "1") writeFileSync(page, fieldsPage(scenery));
    else
      expect(readFileSync(page, "utf8"), "docs/fields.md lags: run this file with UPDATE_DOCS=1").toBe(
        fieldsPage(scenery),
      );
  });
});
