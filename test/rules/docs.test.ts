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
    if (typeof row === "function") expect(readsOf(scenery, kind, row as never)).not.toEqual([]);
    else expect(row.people.length).toBeGreaterThan(20);
  });

  it("has every kind that is an observation in the table of kinds, and every field of it", () => {
    const observations = Object.entries(TABLE).flatMap(([kind, row]) => (row.nature === "observation" ? [kind] : []));
    expect([...TOLD].sort()).toEqual(observations.sort());
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
