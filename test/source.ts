// Reads source text for house.test.ts: what is code and what only comment or string, what a file imports, how long its
// functions are. TypeScript 7 has no compiler in JavaScript to ask, and the formatter's regular layout makes this enough.

/** One import: where it points as written, and whether it is of types alone (nothing of it is left at run time). */
export type Import = { to: string; typeOnly: boolean };

/** One function or block-bodied arrow: the line where it starts and how many lines it takes. */
export type Span = { line: number; lines: number };

/** The text with comments and the insides of strings blanked; each offset and line stays where it was. */
export function codeOnly(source: string): string {
  const out = source.split("");
  let at = 0;
  const blank = (to: number) => {
    for (; at < to && at < out.length; at++) if (out[at] !== "\n") out[at] = " ";
  };
  const quoted = (quote: string) => {
    at++;
    while (at < source.length && source[at] !== quote) blank(at + (source[at] === "\\" ? 2 : 1));
    at++;
  };
  const template = () => {
    at++;
    while (at < source.length && source[at] !== "`") {
      if (source.startsWith("${", at)) {
        at += 2;
        code("}");
        at++;
      } else blank(at + (source[at] === "\\" ? 2 : 1));
    }
    at++;
  };
  const regex = () => {
    at++;
    for (let inClass = false; at < source.length && (inClass || source[at] !== "/"); ) {
      if (source[at] === "[") inClass = true;
      if (source[at] === "]") inClass = false;
      blank(at + (source[at] === "\\" ? 2 : 1));
    }
    at++;
  };
  const code = (end?: string) => {
    for (let depth = 0; at < source.length; ) {
      const sign = source[at];
      if (depth === 0 && sign === end) return;
      if (sign === "{") depth++;
      if (sign === "}") depth--;
      if (source.startsWith("//", at)) blank(lineEnd(source, at));
      else if (source.startsWith("/*", at)) blank(source.indexOf("*/", at + 2) + 2);
      else if (sign === '"' || sign === "'") quoted(sign);
      else if (sign === "`") template();
      else if (sign === "/" && regexMayStart(out.slice(Math.max(0, at - 200), at).join(""))) regex();
      else at++;
    }
  };
  code();
  return out.join("");
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
}

/** A slash divides after a value and starts a regular expression after anything else. */
function regexMayStart(before: string): boolean {
  return /(^|[([{,;=:!&|?+\-*%<>~^]|\b(return|typeof|case|in|of|do|else))\s*$/.test(before);
}

/** What a file imports, re-exports or loads later, in order. */
export function importsOf(source: string): Import[] {
  const code = codeOnly(source);
  const found: Import[] = [];
  const patterns = [/^(import|export)(\s+type)?\b[^;"]*?\sfrom\s*"/gm, /^(import)()\s*"/gm, /\b(import)()\(\s*"/g];
  for (const pattern of patterns) {
    for (const match of code.matchAll(pattern)) {
      const start = match.index + match[0].length;
      found.push({
        to: source.slice(start, source.indexOf('"', start)),
        typeOnly: match[2] !== "" && match[2] !== undefined,
      });
    }
  }
  return found;
}

/** The functions of a formatted file: from a line that opens one to the next line of the same indent that closes it. */
export function functionsOf(source: string): Span[] {
  const lines = codeOnly(source).split("\n");
  const spans: Span[] = [];
  for (const [start, text] of lines.entries()) {
    if (!opensFunction(text, lines, start)) continue;
    const indent = text.search(/\S/);
    const end = lines.findIndex(
      (line, at) => at > start && line.search(/\S/) === indent && /^\s*\}/.test(line) && !/\{$/.test(line),
    );
    if (end > 0) spans.push({ line: start + 1, lines: end - start + 1 });
  }
  return spans;
}

function opensFunction(text: string, lines: string[], at: number): boolean {
  if (/=>\s*\{$/.test(text)) return true;
  const named = /^\s*(export\s+)?(default\s+)?(async\s+)?function\b/.test(text);
  const method = /^\s+((public|private|protected|static|override|async|get|set)\s+)*[#\w[\].]+\(.*\{$/.test(text);
  const keyword = /^\s*\}?\s*(if|for|while|switch|catch|else|do|try|return)\b/.test(text);
  // A signature that does not fit its line ends on a later line that closes the parentheses.
  const long = named && lines.slice(at, at + 20).some((line) => /\{$/.test(line));
  return long || (method && !keyword);
}
