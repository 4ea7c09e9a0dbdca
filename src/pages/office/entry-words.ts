// The body of an entry on its page: what rules/reading.ts reads of it, with links to what it refers to.
import { html } from "hono/html";
import { hex } from "../../format/bytes.ts";
import type { Statement } from "../../format/kinds.ts";
import { entriesNamedBy } from "../../format/references.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { entriesNamed, entryName, type FieldReading, type Reading, readBody } from "../../rules/readings/reading.ts";
import type { View } from "../../store/view.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Content, t } from "../../web/layout.ts";
import { definitions } from "../../web/parts.ts";
import {
  formatCount,
  formatDateTime,
  formatDay,
  formatDong,
  formatKg,
  formatQuantity,
} from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";

type Named = { readonly names: ReadonlyMap<number, string | undefined>; readonly lang: Lang };

/**
 * The body's fields in order as terms and values. A tax code may be a person's and is never shown. A plate is shown where `plates` says so,
 * and only where the field is one for vehicles: whoever types a vehicle's index into another field must not learn its plate.
 */
export async function bodyWords(
  view: View,
  said: Statement,
  lang: Lang,
  plates: boolean,
): Promise<[Content, Content][]> {
  const fields = readBody(said).filter(({ name }) => name !== "taxCode" && name !== "seller");
  if (fields.length === 0) return [[t(lang, "Nội dung", "Content"), t(lang, "không có trường nào", "no fields")]];
  const wanted = [...new Set(entriesNamed(fields))];
  const names = await view.read((book) => {
    const vehicles = new Set(
      entriesNamedBy(said).flatMap(({ index, kinds }) => (plates && kinds.includes("vehicle.register") ? [index] : [])),
    );
    const shownName = (index: number) => vehicles.has(index) || book.get("vehicle", index) === undefined;
    return new Map(mapLoading(wanted.filter(shownName), (index) => [index, entryName(book, index)]));
  });
  return fields.map(({ words, reading }) => [capital(words[lang]), shown(reading, { names, lang })]);
}

/** The body's fields of a statement that its own signer is about to sign, as one line of text; `names` has the entries that it names. */
export function bodyLine(said: Statement, names: ReadonlyMap<number, string | undefined>, lang: Lang): Content {
  return inline(readBody(said), { names, lang });
}

function shown(reading: Reading, named: Named): Content {
  switch (reading.is) {
    case "text":
      return reading.text;
    case "bytes":
      return html`<code class="hash">${hex(reading.bytes)}</code>`;
    case "code":
      return reading.words[named.lang];
    case "fields":
      return reading.fields.length > MOST_IN_A_LINE ? inRows(reading.fields, named) : inline(reading.fields, named);
    case "list": {
      if (reading.items.length === 0) return t(named.lang, "không có", "none");
      const items = reading.items.map((item) => shown(item, named));
      return items.some((item) => typeof item !== "string")
        ? html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`
        : items.join("; ");
    }
    default:
      return amount(reading, named);
  }
}

/** A rule set is a page of its own; a portion or a stated amount is a line. */
const MOST_IN_A_LINE = 8;

function inRows(fields: readonly FieldReading[], named: Named): Content {
  return definitions(fields.map(({ words, reading }) => [capital(words[named.lang]), shown(reading, named)]));
}

function inline(fields: readonly FieldReading[], named: Named): Content {
  return html`${fields.map(
    ({ words, reading }, i) =>
      html`${i === 0 ? capital(words[named.lang]) : `; ${words[named.lang]}`}: ${shown(reading, named)}`,
  )}`;
}

function amount({ is, value }: Extract<Reading, { value: number }>, { names, lang }: Named): Content {
  switch (is) {
    case "entry": {
      const known = names.get(value);
      const entry = `${t(lang, "mục", "entry")} ${formatCount(value, lang)}`;
      return html`<a href="/entries/${value}">${known ? `${known} (${entry})` : entry}</a>`;
    }
    case "day":
      return formatDay(value);
    case "instant":
      return formatDateTime(value * 1000, lang);
    case "minute":
      return `${String(Math.floor(value / 60)).padStart(2, "0")}:${String(value % 60).padStart(2, "0")}`;
    case "kg":
      return formatKg(value, lang);
    case "dong":
      return formatDong(value, lang);
    case "milli":
      return formatQuantity(value, lang);
    case "count":
      return formatCount(value, lang);
  }
}
