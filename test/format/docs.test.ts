// docs/format.md says what the code does: its generated parts are compared, and rewritten under UPDATE_DOCS=1.
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cddl } from "../docs/cddl.ts";
import { sections, withSections } from "./docs.ts";
import { vectors } from "./vectors.ts";

const PAGE = new URL("../../docs/format.md", import.meta.url);

describe("docs/format.md", () => {
  it("holds the tables, grammar, budget and example that follow from the code", async () => {
    const page = readFileSync(PAGE, "utf8");
    const fresh = withSections(page, sections(await vectors()));
    if (process.env.UPDATE_DOCS === "1") writeFileSync(PAGE, fresh);
    else expect(page, "docs/format.md lags behind the code: run this file with UPDATE_DOCS=1").toBe(fresh);
  });

  it("names only CDDL rules that it defines, with brackets that close", () => {
    const bare = cddl().replaceAll(/;.*$/gm, "");
    const defined = new Set(Array.from(bare.matchAll(/^([a-z][\w.-]*)(?:<[^>]*>)? = /gm), (match) => match[1]!));
    const known = new Set([...defined, "bytes", "text", "kind", "body", "least", "most"]);
    const labels = new Set(Array.from(bare.matchAll(/([a-z]\w*): /gi), (match) => match[1]!));
    const words = bare.replaceAll(/\.(cbor|size)\b/g, " ").matchAll(/[a-z][\w.-]*[\w]/gi);
    const unknown = Array.from(words, ([word]) => word).filter((word) => !known.has(word) && !labels.has(word));
    expect(unknown).toEqual([]);
    const open: string[] = [];
    for (const [bracket] of bare.matchAll(/[[\](){}]/g)) {
      if ("[({".includes(bracket)) open.push(bracket);
      else expect(`${open.pop()}${bracket}`).toMatch(/^(\[\]|\(\)|\{\})$/);
    }
    expect(open).toEqual([]);
  });
});
