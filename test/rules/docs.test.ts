// docs/rules.md says what the table of kinds says; UPDATE_DOCS=1 rewrites it.
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KINDS } from "../../src/format/kinds.ts";
import { TABLE } from "../../src/rules/kinds/table.ts";
import { FRAUDS } from "../docs/frauds.ts";
import { rulesPage } from "../docs/rules-page.ts";

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
