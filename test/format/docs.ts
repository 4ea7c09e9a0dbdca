// The parts of docs/format.md that follow from code, each between markers; the words around them are written by hand.

import { bundleCddl } from "../../src/format/bundle.ts";
import { encodeCbor } from "../../src/format/cbor.ts";
import { encodePayload } from "../../src/format/entry.ts";
import { KIND_NAMES, KINDS } from "../../src/format/kinds.ts";
import { QR_ENTRY_LIMIT } from "../../src/format/slipcode.ts";
import { cddl, namedRules } from "../docs/cddl.ts";
import { type vectors, WORST_SLIPS, worstEnvelope } from "./vectors.ts";

type Vectors = Awaited<ReturnType<typeof vectors>>;

/** A table as the formatter leaves it: every column as wide as its widest cell. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map(String));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]!.length)));
  const written = lines.map((cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [written[0], rule, ...written.slice(1)].join("\n");
}

function kinds(): string {
  const rows = KIND_NAMES.map((kind) => [KINDS[kind].number, `\`${kind}\``, KINDS[kind].vi, KINDS[kind].en]);
  return table(["number", "kind", "tiếng Việt", "English"], rows);
}

function codes(): string {
  const items = namedRules().flatMap(({ cddl: rule, codes: list }) => {
    if (!list) return [];
    const words = Object.entries(list).map(([code, { vi, en }]) => `${code} ${vi} (${en})`);
    return [`- \`${rule}\`: ${words.join(" · ")}`];
  });
  return items.join("\n");
}

/** Bytes of the fixed envelope: tag, array, protected header, empty map, payload head, signature head and signature. */
const ENVELOPE = 85;

function budget(): string {
  const body = (name: "mine" | "yard"): Record<string, unknown> => WORST_SLIPS[name];
  const named = Object.keys({ ...WORST_SLIPS.mine, ...WORST_SLIPS.yard });
  const shapes: Readonly<Record<string, readonly [number, ...unknown[]]>> = KINDS["slip.issue"].body.fields;
  const keyOf = (field: string) => shapes[field]![0];
  const size = (slip: "mine" | "yard", field: string) => {
    const value = body(slip)[field];
    return value === undefined ? 0 : 1 + encodeCbor(value as number | number[]).length;
  };
  const fields = named.sort((a, b) => keyOf(a) - keyOf(b));
  const rows = fields.map((field) => [`${keyOf(field)} ${field}`, size("mine", field), size("yard", field)]);
  const payload = (slip: "mine" | "yard") => encodePayload(worstEnvelope(WORST_SLIPS[slip])).length;
  const sum = (slip: "mine" | "yard") => fields.reduce((total, field) => total + size(slip, field), 1);
  const frame = (slip: "mine" | "yard") => payload(slip) - sum(slip);
  return table(
    ["field, key included", "mine", "elsewhere"],
    [
      ["envelope with signature", ENVELOPE, ENVELOPE],
      ["payload map, kind, seq, time, anchor", frame("mine"), frame("yard")],
      ["body map", 1, 1],
      ...rows,
      ["**entry at its largest**", `**${ENVELOPE + payload("mine")}**`, `**${ENVELOPE + payload("yard")}**`],
      ["limit", QR_ENTRY_LIMIT, QR_ENTRY_LIMIT],
    ],
  );
}

function example(all: Vectors): string {
  const key = all["keys.json"].keys[0]!;
  const slip = all["slips.json"].slips[0]!;
  const entry = all["entries.json"].entries.find((each) => each.kind === "slip.issue")!;
  const leaf = all["log.json"].leaves[0]!;
  const lines = {
    origin: all["keys.json"].origin,
    seed: key.seed,
    key: key.key,
    kid: key.kid,
    payload: slip.payload,
    entry: slip.entry,
    entryId: entry.entry_id,
    QR: slip.qr,
    code: slip.code,
    leaf0: `${leaf.leaf.slice(0, 110)}…`,
    leafHash0: leaf.leaf_hash,
  };
  const shown = Object.entries(lines).map(([name, value]) => `${name.padEnd(10)}${value}`);
  return ["```text", ...shown, "```"].join("\n");
}

/** Every generated part by the name in its markers. */
export function sections(all: Vectors): Record<string, string> {
  return {
    kinds: kinds(),
    codes: codes(),
    cddl: `\`\`\`cddl\n${cddl()}\n\`\`\``,
    budget: budget(),
    example: example(all),
    bundle: `\`\`\`cddl\ncourt-bundle = [bundle, bytes .size 32]\nbundle = ${bundleCddl}\n\`\`\``,
  };
}

/** The page with every generated part as it is today; throws where a part has no place in it. */
export function withSections(page: string, parts: Record<string, string>): string {
  let out = page;
  for (const [name, text] of Object.entries(parts)) {
    const open = `<!-- generated: ${name} -->\n\n`;
    const close = `\n\n<!-- end: ${name} -->`;
    const from = out.indexOf(open);
    const to = out.indexOf(close);
    if (from < 0 || to < from) throw new Error(`docs/format.md has no place for “${name}”`);
    out = out.slice(0, from + open.length) + text + out.slice(to);
  }
  return out;
}
