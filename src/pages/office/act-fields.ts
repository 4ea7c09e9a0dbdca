// A form for any kind of entry, made from the kind's own definition: a field for each field of its body, in the words that the definition
// has, and back from what was typed to a body. What the shapes refuse is said by whoever signs (sign-or-ask.ts).
import { hex, unhex } from "../../format/bytes.ts";
import { type Body, KINDS, type KindName } from "../../format/kinds.ts";
import { hashedPerson } from "../../format/person-number.ts";
import { type Field, type Outline, shapeWords } from "../../format/shape.ts";
import { type Kept, selectField, textArea, textField } from "../../web/fields.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Markup, t } from "../../web/layout.ts";
import { parseDong, parseMass, parseQuantity } from "../../words/as-typed.ts";
import { formatMonth } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Choice, hintOfNames } from "./typed-names.ts";

type Typed = Readonly<Record<string, string>>;

/** The things with which a form is shown again; `named` says which entries its numbers are, `choices` what a typed name may mean. */
export type KeptAct = Kept & {
  readonly named?: ReadonlyMap<string, string>;
  readonly choices?: ReadonlyMap<string, readonly Choice[]>;
};

/** The fields of a kind's form; a record within the body becomes fields of its own, named "outer.inner". */
export function actFields(kind: KindName, kept: KeptAct, lang: Lang): Markup[] {
  return fieldsOf(fieldsIn(kind), { before: "", of: "" }, kept, lang);
}

export function fieldsIn(kind: KindName): Readonly<Record<string, Field>> {
  return (KINDS[kind].body as Outline).fields ?? {};
}

/** The record that fields are in: the beginning of their names, and what people call it. */
type Within = { readonly before: string; readonly of: string };

function fieldsOf(
  fields: Readonly<Record<string, Field>>,
  { before, of }: Within,
  kept: KeptAct,
  lang: Lang,
): Markup[] {
  return Object.entries(fields).flatMap(([own, field]) => {
    const [, shape] = field;
    const name = before + own;
    const words = shapeWords(field);
    const label = capital(`${of}${words ? words[lang] : own}`);
    if (shape.fields)
      return fieldsOf(shape.fields, { before: `${name}.`, of: `${words?.[lang] ?? own}: ` }, kept, lang);
    const may = shape.optional || before !== "" ? t(lang, "Có thể bỏ trống", "May be left blank") : undefined;
    const hint = [kept.named?.get(name), hintOf(shape, lang), may].filter((each) => each !== undefined).join(". ");
    const common = { name, label, ...(hint === "" ? {} : { hint }) };
    const meant = kept.choices?.get(name);
    if (meant) return [selectField({ ...common, choices: meant, none: t(lang, "Chưa chọn", "Not chosen") }, kept)];
    if (shape.codes) {
      const choices = Object.entries(shape.codes).map(([value, code]) => ({ value, text: code[lang] }));
      return [selectField({ ...common, choices, none: t(lang, "Chưa chọn", "Not chosen") }, kept)];
    }
    if (shape.item || isLong(shape)) return [textArea({ ...common, rows: shape.item ? 5 : 3 }, kept)];
    return [textField({ ...common, inputmode: isText(shape) || shape.refersTo ? "text" : "numeric" }, kept)];
  });
}

/** How a value is typed where that is not plain. */
function hintOf(shape: Outline, lang: Lang): string | undefined {
  const { item, pair, refersTo } = shape;
  if (item?.fields) {
    const parts = Object.values(item.fields).map((field) => {
      const dated = field[1].unit === "day" || field[1].unit === "month";
      return `${shapeWords(field)?.[lang] ?? ""}${dated ? ` (${hintOf(field[1], lang)})` : ""}`;
    });
    return t(
      lang,
      `Mỗi dòng: ${parts.join(", ")}; cách nhau bằng dấu cách, hoặc dán các cột từ bảng tính; ô bỏ trống ghi “-”`,
      `A line each: ${parts.join(", ")}; with a space between, or columns pasted from a spreadsheet; “-” for a blank cell`,
    );
  }
  if (item?.refersTo) return `${hintOfNames(item.refersTo, lang)}. ${t(lang, "Mỗi dòng một mục", "One a line")}`;
  if (item) return t(lang, "Mỗi dòng một giá trị", "One value a line");
  if (pair) return t(lang, "Hai giá trị cách nhau bằng dấu cách", "Two values with a space between");
  if (refersTo) return hintOfNames(refersTo, lang);
  if (shape.unit === "kg") return t(lang, "kg, ví dụ 17.000", "kg, for example 17,000");
  if (shape.unit === "day") return t(lang, "ngày/tháng/năm", "day/month/year");
  if (shape.unit === "month") return t(lang, "tháng/năm", "month/year");
  if (shape.unit === "instant") return t(lang, "giờ:phút ngày/tháng/năm", "hour:minute day/month/year");
  return undefined;
}

const cddlOf = (shape: Outline) => shape.definition ?? shape.cddl;
const isText = (shape: Outline) => /^(words|line)</.test(cddlOf(shape)) || cddlOf(shape).startsWith("bytes");
const isLong = (shape: Outline) =>
  /^words<\d+, (\d+)>$/.test(cddlOf(shape)) && Number(cddlOf(shape).match(/, (\d+)>/)![1]) >= 300;

/** The body that was typed. What cannot be read is left as text, which the shape then refuses by its path. */
export function readAct<K extends KindName>(kind: K, typed: Typed, lang: Lang): Body<K> {
  const body = readFields(fieldsIn(kind), "", typed, lang);
  // An office's number may have the look of a few bytes: only a whole hash is read as one.
  const number = (typed.number ?? "").trim();
  const person = kind === "person.register" && !/^[0-9a-f]{32}$/i.test(number) ? { ...body, number } : body;
  return hashedPerson(kind, person) as Body<K>;
}

function readFields(fields: Readonly<Record<string, Field>>, before: string, typed: Typed, lang: Lang): object {
  const entries = Object.entries(fields).flatMap(([own, [, shape]]) => {
    if (shape.fields) {
      const inner = readFields(shape.fields, `${before}${own}.`, typed, lang);
      return shape.optional && Object.keys(inner).length === 0 ? [] : [[own, inner]];
    }
    const given = (typed[before + own] ?? "").trim();
    const text = shape.item?.fields ? given : given.replaceAll("\t", " ");
    if (text === "" && !(shape.item && !shape.optional)) return [];
    return [[own, readValue(shape, text, lang)]];
  });
  return Object.fromEntries(entries);
}

function readValue(shape: Outline, text: string, lang: Lang): unknown {
  const { item, pair } = shape;
  // Columns of a spreadsheet come with tabs between them: then a cell may hold blanks, commas and semicolons.
  if (item?.fields && text.includes("\t")) {
    const rows = text.split(/\r?\n/).filter((row) => row.trim() !== "");
    return rows.map((row) => readCells(item.fields ?? {}, row.split("\t"), lang));
  }
  if (item) {
    const lines = text.split(item.fields || item.pair ? /[\n,;]+/ : /[\n,;\s]+/).filter((line) => line.trim() !== "");
    return lines.map((line) => readValue(item, line.trim(), lang));
  }
  const parts = text.split(/\s+/);
  if (pair) return pair.map((each, i) => readValue(each, parts[i] ?? "", lang));
  if (shape.fields) return readCells(shape.fields, cellsOf(shape.fields, parts), lang);
  return scalarOf(shape, text, lang);
}

/** The cells of a line without tabs: where its last field is text, that one takes the rest of the line. */
function cellsOf(fields: Readonly<Record<string, Field>>, parts: readonly string[]): string[] {
  const all = Object.values(fields);
  const last = all.at(-1)?.[1];
  if (!last || !isText(last) || parts.length <= all.length) return [...parts];
  return [...parts.slice(0, all.length - 1), parts.slice(all.length - 1).join(" ")];
}

/** A record whose fields are cells in their order; a blank cell leaves its field out. */
function readCells(fields: Readonly<Record<string, Field>>, cells: readonly string[], lang: Lang): object {
  const read = Object.entries(fields).flatMap(([name, [, each]], i) => {
    const cell = (cells[i] ?? "").trim();
    return cell === "" || cell === BLANK ? [] : [[name, readValue(each, cell, lang)]];
  });
  return Object.fromEntries(read);
}

function scalarOf(shape: Outline, text: string, lang: Lang): unknown {
  const cddl = cddlOf(shape);
  if (/^(words|line)</.test(cddl)) return text;
  if (cddl.startsWith("bytes")) return /^([0-9a-f]{2})*$/i.test(text) ? unhex(text.toLowerCase()) : text;
  switch (shape.unit) {
    case "kg":
      return read(parseMass(text, "kg", lang), text);
    case "milli":
      return read(parseQuantity(text, lang), text);
    case "dong":
      return read(parseDong(text, lang), text);
    case "day": {
      const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
      return day ? Number(year) * 10_000 + Number(month) * 100 + Number(day) : text;
    }
    case "month": {
      const [, month, year] = /^(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
      return month ? Number(year) * 100 + Number(month) : text;
    }
    case "instant":
      return readInstant(text) ?? text;
    default:
      return /^\d{1,16}$/.test(text) ? Number(text) : text;
  }
}

/** The Unix second of an hour and a day in Vietnam as people type them: "08:15 10/11/2026". */
export function readInstant(text: string): number | undefined {
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2}))? (\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (!found) return undefined;
  const [hour = 0, minute = 0, second = 0, day = 0, month = 0, year = 0] = found
    .slice(1)
    .map((each) => Number(each ?? 0));
  // Vietnam is seven hours ahead of universal time, all year.
  return Date.UTC(year, month - 1, day, hour - 7, minute, second) / 1000;
}

function read(parsed: { ok: true; value: number } | { ok: false }, text: string): unknown {
  return parsed.ok ? parsed.value : text;
}

/** In a line of several values, one that is left out. */
const BLANK = "-";
const two = (n: number) => String(n).padStart(2, "0");

/** A body as it would have been typed: a correction begins with what was recorded. */
export function typedAct(kind: KindName, body: object): Record<string, string> {
  return typedFields(fieldsIn(kind), "", body as Record<string, unknown>);
}

function typedFields(
  fields: Readonly<Record<string, Field>>,
  before: string,
  body: Record<string, unknown>,
): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(fields).map(([own, [, shape]]) => {
      const value = body[own];
      if (value === undefined) return {};
      if (shape.fields) return typedFields(shape.fields, `${before}${own}.`, value as Record<string, unknown>);
      return { [before + own]: typedValue(shape, value) };
    }),
  );
}

function typedValue(shape: Outline, value: unknown): string {
  if (Array.isArray(value)) {
    const { item, pair } = shape;
    if (pair) return value.map((each, i) => typedValue(pair[i] ?? shape, each)).join(" ");
    return value.map((each) => typedValue(item ?? shape, each)).join("\n");
  }
  if (shape.fields) {
    const parts = value as Record<string, unknown>;
    const words = Object.values(shape.fields).some(([, each]) => isText(each));
    return Object.entries(shape.fields)
      .map(([name, [, each]]) => (parts[name] === undefined ? BLANK : typedValue(each, parts[name])))
      .join(words ? "\t" : " ");
  }
  if (value instanceof Uint8Array) return hex(value);
  if (shape.unit === "day")
    return [
      two(Number(value) % 100),
      two(Math.floor(Number(value) / 100) % 100),
      Math.floor(Number(value) / 10_000),
    ].join("/");
  if (shape.unit === "month") return formatMonth(Number(value));
  if (shape.unit === "instant") {
    const at = new Date((Number(value) + 7 * 3600) * 1000);
    const seconds = at.getUTCSeconds() === 0 ? "" : `:${two(at.getUTCSeconds())}`;
    return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}${seconds} ${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
  }
  if (shape.unit === "milli") return String(Number(value) / 1000).replace(".", ",");
  return String(value);
}
