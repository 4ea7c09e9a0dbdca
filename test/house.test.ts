// The house rules, held by a test instead of by memory: which way imports point, what the pure folders may know, how long
// things grow, and what never enters the repository.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { needMount, needRegister } from "./machine.ts";
import { codeOnly, functionsOf, type Import, importsOf } from "./source.ts";
import { STAGES, type Stage } from "./stages.ts";

const root = new URL("..", import.meta.url).pathname;

// Command scope, since a checkout may belong to another user than the one who tests it.
const list = execFileSync("git", ["-c", "safe.directory=*", "ls-files", "-z"], { cwd: root, encoding: "utf8" });
/** What git holds: a scratch file beside it is nobody's business yet. */
const tracked = list.split("\0").filter((file) => file !== "" && fs.existsSync(path.join(root, file)));
const textOf = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const sources = new Map(tracked.filter((file) => /^src\/.*\.ts$/.test(file)).map((file) => [file, textOf(file)]));
const imports = new Map([...sources].map(([file, text]) => [file, importsOf(text)]));
const tests = tracked.filter((file) => /^test\/.*\.ts$/.test(file));

/**
 * The rooms of the house from the ground up, and the packages that each may use; `node:` stands for Node's own modules. A room imports
 * from itself and from rooms below it, and from no other: types included.
 */
const ROOMS: readonly (readonly [room: string, packages: RegExp])[] = [
  // How what people write is read and compared.
  ["spelling", /^$/],
  ["format", /^(zod|cborg|base45|@noble\/.+)$/],
  ["words", /^$/],
  ["rules/numbers", /^$/],
  ["rules/book", /^zod$/],
  ["rules/acts", /^zod$/],
  ["rules/lawful", /^zod$/],
  ["rules/origins", /^zod$/],
  ["rules/registry", /^zod$/],
  ["rules/weighing", /^zod$/],
  ["rules/stock", /^zod$/],
  ["rules/payment", /^zod$/],
  ["rules/slips", /^zod$/],
  ["rules/oversight", /^zod$/],
  ["rules/kinds", /^zod$/],
  ["rules/readings", /^zod$/],
  // What the service tells its operator; whoever can fail on its own uses it.
  ["eventlog", /^$/],
  ["disk", /^(node:.+|zod)$/],
  // A weighbridge's readings and what it signs of them.
  ["scale", /^(node:.+|zod)$/],
  ["store", /^(node:.+|kysely|kysely\/migration|pg|@electric-sql\/.+)$/],
  ["intake", /^(node:.+|zod|kysely)$/],
  ["witness", /^(node:.+|zod)$/],
  ["audit", /^(node:.+|zod|kysely)$/],
  ["register", /^(node:.+|zod|csv-parse\/sync|kysely)$/],
  ["estimate", /^(csv-parse\/sync|fflate|saxes)$/],
  ["demo", /^(node:.+|zod|@noble\/.+)$/],
  ["simulate", /^(node:.+|zod|kysely)$/],
  // Provinces with a hidden truth: what the rules are scored with.
  ["score", /^(node:.+|@noble\/.+)$/],
  // The papers of an office as data, and the files made of them.
  ["paper", /^(qrcode|@cantoo\/pdf-lib|@pdf-lib\/fontkit|write-excel-file\/universal|fflate)$/],
  ["web", /^(node:.+|hono\/.+|zod|qrcode)$/],
  ["web/islands", /^(zxing-wasm.*|qrcode|cborg|hono\/html|@noble\/.+)$/],
  ["web/verify", /^(node:(crypto|fs|path)|esbuild|hono\/html)$/],
  ["web/built", /^(node:.+|esbuild)$/],
  ["http", /^(node:.+|hono.*|@hono\/.+|zod|kysely|qrcode)$/],
  // A page reads the ledger through what every handler is given; what it shows and its islands show is drawn by the same parts.
  ["pages", /^(node:.+|hono|hono\/.+|zod|qrcode)$/],
  ["service", /^(node:.+|zod|kysely)$/],
  ["service/worker", /^(node:.+|zod|kysely|pg|cloudflare:workers)$/],
  ["node.ts", /^(node:.+|@hono\/node-server.*|hono|zod)$/],
  ["worker.ts", /^(cloudflare:workers|hono)$/],
  ["cli", /^(node:.+|zod|csv-parse\/sync|qrcode|kysely)$/],
  ["bench", /./],
];
const PURE = /^(spelling|words|format|rules\/.+)$/;

/** Rooms that would be allowed by their height alone and must do without: a court's verifier and a witness trust nobody's store. */
const NEVER: Readonly<Record<string, RegExp>> = {
  witness: /^(rules\/.+|store|intake)$/,
  disk: /^rules\/.+$/,
  web: /^(disk|store|intake|witness|audit|register|demo|simulate)$/,
  "web/islands": /^(disk|store|intake|witness|audit|register|demo|simulate)$/,
  "web/verify": /^(disk|store|intake|witness|audit|register|demo|simulate)$/,
  http: /^(audit|register|simulate)$/,
  pages: /^(disk|audit|register|simulate|witness)$/,
  cli: /^(web.*|http|pages)$/,
};

const height = new Map(ROOMS.map(([room], i) => [room, i]));

/** The longest room whose path leads to the file. */
function roomOf(file: string): string {
  const parts = file.split("/").slice(1);
  for (let length = parts.length; length > 0; length--) {
    const path = parts.slice(0, length).join("/");
    const room = height.has(path) ? path : path.replace(/\.ts$/, "");
    if (height.has(room)) return room;
  }
  throw new Error(`${file} is in no room: give it a place in the table`);
}

const ours = (target: Import) => target.to.startsWith(".");
const resolved = (file: string, target: Import) => path.join(path.dirname(file), target.to);

/** Everything that running a file loads, by the way that leads there; types are gone by then, unless asked for. */
function reachedFrom(file: string, types = false): Map<string, string[]> {
  const ways = new Map<string, string[]>([[file, [file]]]);
  for (const [at, way] of ways) {
    for (const target of imports.get(at) ?? []) {
      const to = ours(target) ? resolved(at, target) : target.to;
      if ((types || !target.typeOnly) && !ways.has(to)) ways.set(to, [...way, to]);
    }
  }
  return ways;
}

describe("imports", () => {
  test("lead to the same room or one below it, types included", () => {
    const wrong: string[] = [];
    for (const [file, targets] of imports) {
      const room = roomOf(file);
      const packages = ROOMS[height.get(room)!]![1];
      for (const target of targets) {
        if (ours(target)) {
          const to = roomOf(resolved(file, target));
          const above = to !== room && height.get(to)! >= height.get(room)!;
          if (above || NEVER[room]?.test(to)) wrong.push(`${file} (${room}) imports ${target.to} (${to})`);
        } else if (!packages.test(target.to)) wrong.push(`${file} (${room}) imports ${target.to}`);
      }
    }
    expect(
      wrong,
      "move what is imported into a room below, or name the package in ROOMS and why in the commit",
    ).toEqual([]);
  });

  test("fill every room of the table", () => {
    const filled = new Set([...sources.keys()].map(roomOf));
    expect(ROOMS.map(([room]) => room).filter((room) => !filled.has(room))).toEqual([]);
  });

  test("name files that exist, with their ending", () => {
    const missing = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((target) => ours(target) && !fs.existsSync(path.join(root, resolved(file, target))))
        .map((target) => `${file}: ${target.to}`),
    );
    expect(missing).toEqual([]);
  });

  test("never go round in a circle, types included", () => {
    const circles: string[] = [];
    for (const file of sources.keys()) {
      for (const target of imports.get(file) ?? []) {
        if (!ours(target)) continue;
        const back = reachedFrom(resolved(file, target), true).get(file);
        if (back) circles.push([file, ...back].join(" → "));
      }
    }
    expect(circles).toEqual([]);
  });

  test("keep the worker free of what only Node has", () => {
    const ways = sources.has("src/worker.ts") ? reachedFrom("src/worker.ts") : new Map<string, string[]>();
    const heavy = /^(@electric-sql\/|esbuild|@hono\/node-server|node:(sqlite|fs|child_process|http|net|module))/;
    expect([...ways].filter(([name]) => heavy.test(name)).map(([, way]) => way.join(" → "))).toEqual([]);
  });

  test("let `verify` judge with nothing but format, rules and the reading of one file", () => {
    const reader = "src/disk/regular-file.ts";
    for (const file of [...sources.keys()].filter((name) => /^src\/cli\/verify/.test(name))) {
      const names = [...reachedFrom(file).keys()].filter((name) => sources.has(name) && name !== reader);
      const reached = names.map(roomOf);
      expect(reached.filter((room) => room !== "cli" && !PURE.test(room))).toEqual([]);
    }
  });
});

/** Every line of the given files whose code, comments and strings aside, matches. */
function linesWith(pattern: RegExp, files: Iterable<[string, string]>): string[] {
  const hits: string[] = [];
  for (const [file, text] of files) {
    for (const [at, line] of codeOnly(text).split("\n").entries()) {
      if (pattern.test(line)) hits.push(`${file}:${at + 1}: ${line.trim()}`);
    }
  }
  return hits;
}

const everything = () => [...sources, ...tests.map((file): [string, string] => [file, textOf(file)])];

/** The names that the files export at their beginning of a line, with the files that export each. */
function exported(pattern: RegExp): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [file, text] of sources) {
    for (const [, name = ""] of codeOnly(text).matchAll(pattern)) found.set(name, [...(found.get(name) ?? []), file]);
  }
  return found;
}

const doubles = (found: ReadonlyMap<string, string[]>) => [...found].filter(([, files]) => files.length > 1);

describe("names", () => {
  test("of exported types mean one thing in the whole of src", () => {
    const types = exported(/^export\s+(?:declare\s+)?(?:abstract\s+)?(?:type|interface|class)\s+(\w+)/gm);
    expect(types.size).toBeGreaterThan(300);
    expect(doubles(types)).toEqual([]);
  });

  test("of exported functions and constants mean one thing, where no name of the file's own stands before them", () => {
    const values = exported(/^export\s+(?:async\s+)?(?:function\*?|const|let)\s+(\w+)/gm);
    // Files that others import whole (`account.stock`), and the commands, of which the command line loads one at a time.
    const whole = new Set(
      [...sources].flatMap(([file, text]) =>
        [...text.matchAll(/^import\s+(?:type\s+)?\* as \w+ from "(\.[^"]+)"/gm)].map(([, to = ""]) =>
          path.join(path.dirname(file), to),
        ),
      ),
    );
    const commands = /^src\/cli\/[a-z]+\.ts$/;
    const bare = [...values].map(([name, files]): [string, string[]] => [
      name,
      files.filter((file) => !whole.has(file) && !(name === "command" && commands.test(file))),
    ]);
    expect(doubles(new Map(bare))).toEqual([]);
  });

  test("of files are given once, except where two files are two sides of one subject", () => {
    // The bodies of a room's kinds, and the problems and signals of a subject, are named after the room; an island after the page or rule that it
    // serves; a command's file after the command.
    const sides = /^src\/(format\/bodies|words\/(problems|signals)|web\/islands|cli)\/[a-z-]+\.ts$/;
    const files = new Map<string, string[]>();
    for (const file of [...sources.keys()].filter((name) => !sides.test(name))) {
      const name = path.basename(file);
      files.set(name, [...(files.get(name) ?? []), file]);
    }
    expect(doubles(files)).toEqual([]);
  });
});

describe("source", () => {
  test("of format and rules knows no clock, randomness, environment, network or console", () => {
    const pure = [...sources].filter(([file]) => PURE.test(roomOf(file)));
    const impure =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.|\bMath\.random\b|\bcrypto\.(?!subtle\.)|\bgenerateKey\b|\brandom(UUID|Bytes|SecretKey|PrivateKey)\b|\bgetRandomValues\b|\bprocess\b\.|\bfetch\(|\bset(Timeout|Interval|Immediate)\(|\bnavigator\b|\bconsole\.|\bglobalThis\b/;
    expect(pure.length).toBeGreaterThan(20);
    // One line may ask what platform it is on: for its SHA-256, which gives the same answer sooner (test/format/hash.test.ts).
    const asks = linesWith(impure, pure);
    expect(asks.filter((line) => !line.startsWith("src/format/hash.ts:"))).toEqual([]);
    expect(asks.length).toBe(1);
  });

  test("tells the operator by events: only commands and the start print for a person", () => {
    const silent = [...sources].filter(([file]) => !/^src\/((cli|bench|web\/built)\/|(node|eventlog)\.ts$)/.test(file));
    expect(linesWith(/\bconsole\./, silent)).toEqual([]);
  });

  test("uses no floating point sum where kilograms are: no parseFloat, no toFixed in format and rules", () => {
    const pure = [...sources].filter(([file]) => PURE.test(roomOf(file)) && roomOf(file) !== "words");
    expect(linesWith(/\bparseFloat\(|\.toFixed\(|\bMath\.(sqrt|pow|exp|log|sin|cos)\b/, pure)).toEqual([]);
  });

  test("never says any", () => {
    expect(linesWith(/(:|\bas|[<,|&(]|=>)\s*any\b(?!\s*\()/, everything())).toEqual([]);
  });

  test("calls a code by its name in format/codes.ts, not by its number", () => {
    const fields =
      "outcome|status|state|measure|grade|unit|use|means|direction|verdict|type|siteType|instrument|class|material|cargo|obligation|role|rule|phase|kind|\\w+Phase";
    const compared = new RegExp(`\\b(${fields}|source)\\)? *(\\?\\? *\\w+\\)? *)?([=!]==|[<>]=?) *\\d{1,2}\\b`);
    const given = new RegExp(`[{,(] *(${fields}): *\\(?\\d{1,2}\\b|^ *(${fields}): *\\(?\\d{1,2}\\b`);
    const listed =
      /\broles\b.*\[ *\d+( *, *\d+)* *\]|\broles\b.*\.(includes|some)\(.*\b\d{1,2}\b|\breadonly (Role|SignerRole|Material|Instrument)\[\].*= *\[.*\b\d|\brow\(.*\[.*\b\d|\brole === \d/;
    const passed = /\b(in|of)?[pP]hase(Of)?\(.*, *\d\b|\b(ROLES|OUTCOMES|STATUSES|MATERIALS|INSTRUMENTS|PHASES)\[\d/;
    const coded = [...sources].filter(([file]) => file !== "src/format/codes.ts");
    const bare = [compared, given, listed, passed].flatMap((pattern) => linesWith(pattern, coded));
    expect(bare, "write the code's name from src/format/codes.ts").toEqual([]);
    // The patterns see what they are meant to see: each of these once decided something in the rules.
    const told = [
      "if (outcome !== 4) pay();",
      "roles.includes(9)",
      "phaseOf(context, 2, about)",
      "x = { material: 1 };",
    ];
    const seen = told.filter((line) => [compared, given, listed, passed].some((pattern) => pattern.test(line)));
    expect(seen).toEqual(told);
  });

  test("answers a value or a problem as a tagged Result", () => {
    // A bare union makes the reader ask for a property that both sides may have. Checks that answer a problem or nothing are no such union.
    const union = /(?<!\b(undefined|null)) \| Problem\b(?! *\| *(undefined|null))|\bProblem \| (?!undefined|null)\w/;
    expect(linesWith(union, sources), "answer a Result, with ok() and refused() of src/words/result.ts").toEqual([]);
    expect(["f(): Slip | Problem {", "f(): Problem | Slip {"].filter((line) => !union.test(line))).toEqual([]);
  });

  test("silences neither the compiler nor the linter", () => {
    const silencer = new RegExp(
      ["ts-ignore", "ts-nocheck", "ts-expect-error", "biome-ignore", "eslint-disable"].join("|"),
    );
    const hits = everything().filter(([file, text]) => file !== "test/house.test.ts" && silencer.test(text));
    expect(hits.map(([file]) => file)).toEqual([]);
  });

  test("has no enums, namespaces or parameter properties, which Node cannot strip", () => {
    expect(linesWith(/^\s*(export\s+)?(declare\s+)?(const\s+)?(enum|namespace)\s+\w/, everything())).toEqual([]);
    expect(
      linesWith(/\bconstructor\((.*,)?\s*(public|private|protected|readonly)\s+\w+\s*[?:,)]/, everything()),
    ).toEqual([]);
  });

  test("has no barrels: a file that only passes on what others export", () => {
    const barrels = [...sources].filter(([file, text]) => {
      const code = codeOnly(text).replace(/^(import|export)\b[^;]*?\bfrom\s*"\s*";?/gm, "");
      return code.trim() === "" || /(^|\/)(index|utils?|helpers?)\.ts$/.test(file);
    });
    expect(barrels.map(([file]) => file)).toEqual([]);
  });

  test("tells at the top of each file where it stands", () => {
    const silent = [...sources].filter(([, text]) => !/^(#!.*\n)?(\/\/ \S|\/\*)/.test(text));
    expect(silent.map(([file]) => file)).toEqual([]);
  });
});

describe("the reader of source", () => {
  test("keeps code and blanks comments, strings, templates and regular expressions", () => {
    const source = [
      'a("x // any"); // any',
      "b(`any $" + '{c("}")} any`); /* any',
      ' */ d = 1 / 2 / e; f(/[/"]any/g);',
    ].join("\n");
    const code = [
      'a("        ");       ',
      "b(`    $" + '{c(" ")}    `);       ',
      "    d = 1 / 2 / e; f(/       /g);",
    ].join("\n");
    expect(codeOnly(source)).toBe(code);
  });

  test("finds imports of every form, and not the words of a string", () => {
    const source = [
      'import type { A } from "./a.ts";',
      'import {\n  type B,\n  c,\n} from "./b.ts";',
      'export { d } from "./d.ts";',
      'import "./e.ts";',
      'const f = await import("./f.ts");',
      "const g = 'import h from \"./h.ts\"';",
      '// import i from "./i.ts"',
    ].join("\n");
    expect(importsOf(source)).toEqual([
      { to: "./a.ts", typeOnly: true },
      { to: "./b.ts", typeOnly: false },
      { to: "./d.ts", typeOnly: false },
      { to: "./e.ts", typeOnly: false },
      { to: "./f.ts", typeOnly: false },
    ]);
  });

  test("measures functions, methods and arrows, and nothing else", () => {
    const source = [
      "export async function a(",
      "  b: number,",
      "): Promise<{ c: number }> {",
      "  if (b) {",
      "    return d(() => {",
      "      e();",
      "    });",
      "  } else {",
      "    f();",
      "  }",
      "}",
      "class G {",
      "  h(i: number) {",
      "    j();",
      "  }",
      "}",
    ].join("\n");
    expect(functionsOf(source)).toEqual([
      { line: 1, lines: 11 },
      { line: 5, lines: 3 },
      { line: 13, lines: 3 },
    ]);
  });
});

// The aims (docs/design.md, The shape of the code) and how far a few may exceed them: data and tables read better whole than cut to a number.
const fileLines = { aim: 300, limit: 400 };
const functionLines = { aim: 60, limit: 90 };
const mayExceed = 0.05;

describe("size", () => {
  test("files stay near 300 lines", () => {
    const lengths = [...sources].map(([file, text]): [string, number] => [file, text.split("\n").length - 1]);
    expect(
      lengths.filter(([, lines]) => lines > fileLines.limit),
      "take these files apart",
    ).toEqual([]);
    const long = lengths.filter(([, lines]) => lines > fileLines.aim);
    expect(long.length, JSON.stringify(long)).toBeLessThanOrEqual(Math.max(1, lengths.length * mayExceed));
  });

  test("functions stay near 60 lines", () => {
    const spans = [...sources].flatMap(([file, text]) =>
      functionsOf(text).map((span): [string, number] => [`${file}:${span.line}`, span.lines]),
    );
    expect(spans.length).toBeGreaterThan(200);
    expect(
      spans.filter(([, lines]) => lines > functionLines.limit),
      "take these functions apart",
    ).toEqual([]);
    const long = spans.filter(([, lines]) => lines > functionLines.aim);
    expect(long.length, JSON.stringify(long)).toBeLessThanOrEqual(Math.max(1, spans.length * mayExceed));
  });
});

describe("tests", () => {
  test("are all run: none is skipped, singled out or put off", () => {
    const files = tests.map((file): [string, string] => [file, textOf(file)]);
    expect(
      linesWith(/\b(it|test|describe|suite|bench)\.(skip|only|todo|fails)\b|\b(xit|fit|fdescribe)\(/, files),
    ).toEqual([]);
    // A test that the machine cannot run is skipped through test/machine.ts alone, which lets nothing be skipped under CI.
    const others = files.filter(([file]) => file !== "test/machine.ts");
    expect(linesWith(/\.(skipIf|runIf)\b|\bskip\(/, others)).toEqual([]);
  });

  test("under CI fail where the machine lacks what they need, the real register's unpublished files excepted", () => {
    const needs = [...textOf("test/machine.ts").matchAll(/export (?:const|function) (need\w+)/g)].map(
      ([, name]) => name,
    );
    expect(needs).toEqual(["needChromium", "needWorkerd", "needGo", "needPython", "needMount", "needRegister"]);
    vi.stubEnv("CI", "true");
    expect(() => needMount(false)).toThrow("CI must have the right to mount");
    expect(needMount(true).present).toBe(true);
    expect(needRegister([undefined]).present).toBe(false);
    vi.stubEnv("CI", "");
    expect(needMount(false).present).toBe(false);
    vi.unstubAllEnvs();
  });

  test("are each of one stage, so that the stages together are all tests", () => {
    const takes = ({ include, exclude }: Stage, file: string) =>
      include.some((glob) => path.matchesGlob(file, glob)) && !exclude.some((glob) => path.matchesGlob(file, glob));
    const wrong = tests
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => [file, STAGES.filter((stage) => takes(stage, file)).map(({ name }) => name)] as const)
      .filter(([, stages]) => stages.length !== 1);
    expect(wrong).toEqual([]);
  });

  test("of the first stage open no database, no browser and no server", () => {
    const heavy = /(^|\/)(databases|browser|workerd|server|postgres)\.ts$|^node:(http|net)$|\/(pglite|connect)\.ts$/;
    const [check] = STAGES;
    const pure = tests.filter((file) => check!.include.some((glob) => path.matchesGlob(file, glob)));
    const opens = pure
      .filter((file) => !check!.exclude.includes(file))
      .flatMap((file) => importsOf(textOf(file)).map(({ to }) => `${file}: ${to}`))
      .filter((line) => heavy.test(line.split(": ")[1]!));
    expect(pure.length).toBeGreaterThan(40);
    expect(opens, "a test with a database or a service goes into a folder of another stage (test/stages.ts)").toEqual(
      [],
    );
  });

  test("in a browser are of the stage that has one", () => {
    const browser = STAGES.find(({ name }) => name === "browser")!;
    const asking = tests.filter(
      (file) => file.endsWith(".test.ts") && importsOf(textOf(file)).some(({ to }) => to.endsWith("/browser.ts")),
    );
    expect(asking.length).toBeGreaterThan(4);
    const elsewhere = asking.filter((file) => !browser.include.some((glob) => path.matchesGlob(file, glob)));
    expect(elsewhere, "name the file in `browser` of test/stages.ts").toEqual([]);
  });

  test("all have a fact in them", () => {
    const empty = tests.filter(
      (file) => file.endsWith(".test.ts") && !/\bexpect\b|\bassert\b/.test(codeOnly(textOf(file))),
    );
    expect(empty).toEqual([]);
  });
});

describe("comments", () => {
  /** The lines of comments in a file; `begins` marks the first line of each. */
  function commentLines(text: string): { line: number; begins: boolean; words: string }[] {
    const found: { line: number; begins: boolean; words: string }[] = [];
    for (const [at, line] of text.split("\n").entries()) {
      const match = /^\s*(\/\*\*|\/\/|\*)\s?(.*)$/.exec(line);
      if (!match) continue;
      const before = found.at(-1);
      const begins = match[1] === "/**" || before?.line !== at || (before.words === "" && match[1] === "*");
      found.push({ line: at + 1, begins, words: match[2]! });
    }
    return found;
  }

  test("name their subject: none begins with What or Whether, and nothing `stands`", () => {
    const wrong = [...sources].flatMap(([file, text]) =>
      commentLines(text)
        .filter(({ begins, words }) => (begins && /^(What|Whether)\b/.test(words)) || /\bstands?\b/i.test(words))
        .map(({ line, words }) => `${file}:${line}: ${words}`),
    );
    expect(wrong, "begin with the thing that the comment is about, and say what it does").toEqual([]);
  });
});

describe("the repository", () => {
  const texts = tracked
    .map((file): [string, Buffer] => [file, fs.readFileSync(path.join(root, file))])
    .filter(([, bytes]) => !bytes.includes(0))
    .map(([file, bytes]): [string, string] => [file, bytes.toString("utf8")]);
  const holding = (pattern: RegExp) => texts.filter(([, text]) => pattern.test(text)).map(([file]) => file);

  test("holds no private key", () => {
    expect(texts.length).toBeGreaterThan(50);
    expect(holding(/-----BEGIN [A-Z ]*PRIVATE KEY-----/)).toEqual([]);
    // A note signer's key (golang.org/x/mod/sumdb/note) and a PKCS#8 Ed25519 key in base64.
    expect(holding(/PRIVATE\+KEY\+[\w.-]+\+[0-9a-f]{8}\+/)).toEqual([]);
    expect(holding(/MC4CAQAwBQYDK2VwBCIEI[A-Za-z0-9+/]{20}/)).toEqual([]);
  });

  test("names no folder of the machine it was made on", () => {
    const home = ["work", "tmp", "root", "home", "Users"].join("|");
    const named = holding(new RegExp(`(^|[\\s"'\`(=:,])/(${home})/[\\w.-]+`, "m"));
    expect(named, `write a relative path: no file names a folder of /${home.replaceAll("|", ", /")}`).toEqual([]);
  });

  test("has a lockfile that names no registry", () => {
    expect(textOf("package-lock.json")).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
  });

  test("tracks no data, no installed package and nothing large", () => {
    expect(
      tracked.filter((file) =>
        /^(data|node_modules|\.wrangler|\.cache)\/|\.(sqlite|db|pem|key|env)$|(^|\/)\.env/.test(file),
      ),
    ).toEqual([]);
    expect(tracked.filter((file) => fs.statSync(path.join(root, file)).size > 1024 * 1024)).toEqual([]);
  });

  test("has pages whose links lead to files that exist", () => {
    const dead = tracked
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) =>
        [...textOf(file).matchAll(/\]\(([^)\s#:]+)(#[^)]*)?\)/g)]
          .filter(([, to]) => !fs.existsSync(path.join(root, path.dirname(file), to!)))
          .map(([, to]) => `${file}: ${to}`),
      );
    expect(dead).toEqual([]);
  });

  test("cites the design by headings that its page has", () => {
    const headings = new Set([...textOf("docs/design.md").matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!));
    const cited = [...sources.values(), ...tests.map(textOf)].flatMap((text) => [
      ...text.matchAll(/docs\/design\.md, ([A-Z][\w ]*)/g),
    ]);
    expect(cited.length).toBeGreaterThan(10);
    expect(cited.map(([, heading]) => heading!.trim()).filter((heading) => !headings.has(heading))).toEqual([]);
  });

  test("gives each decision a number, its three parts and a line in the index", () => {
    const pages = tracked.filter((file) => /^docs\/decisions\/\d/.test(file)).sort();
    const index = textOf("docs/decisions/README.md");
    for (const [at, file] of pages.entries()) {
      const name = path.basename(file);
      const number = String(at + 1).padStart(4, "0");
      expect([name.slice(0, 5), index.includes(`- [${number}](${name}) `)], file).toEqual([`${number}-`, true]);
      expect(textOf(file), file).toMatch(
        /^# .+\n\nStatus: \w.+\n\n## Context\n[\s\S]+\n## Decision\n[\s\S]+\n## Consequence\n/,
      );
    }
    expect(pages.length).toBeGreaterThan(30);
  });
});

/** Readings of a list that stop at a number, each with the reason why nothing is decided by what comes after; all others read it whole. */
const CUT_OFF: Readonly<Record<string, string>> = {
  "src/http/reads.ts": "results by page, and the caller says which",
  "src/register/import/write.ts": "page after page to the end",
  "src/pages/office/first-page.ts": "the newest results, beside a link to all",
  "src/pages/office/public-pages.ts": "results and sources by page, with a link to the next",
  "src/pages/office/demo-notes.ts": "a hint of the demo",
  "src/store/list-since.ts": "page after page, until all came before the moment asked for",
  "src/pages/field/mine-data.ts": "vehicles at hand without a network, any other is looked up",
  "src/pages/field/desk-search.ts": "a search; one digit more finds what it did not show",
  "src/pages/field/road-search.ts": "a search by page",
  "src/pages/field/arrivals.ts": "loads on their way by page, with a link to the next",
  "src/pages/field/scale-choices.ts": "weighings of the last minutes",
};

/** A reading of a list with a second argument. */
const LIMITED = /view\s*\.list\((?:[^()]|\([^()]*\))*,/;

describe("lists", () => {
  test("are read whole, or by page, or stop at a number where nothing is decided by it", () => {
    const cut = [...sources].filter(([, text]) => LIMITED.test(codeOnly(text))).map(([file]) => file);
    const why =
      "read the list whole (view.whole, view.listAfter with a link to the next page), or say in CUT_OFF why nothing is lost";
    expect(cut.sort(), why).toEqual(Object.keys(CUT_OFF).sort());
  });
});
