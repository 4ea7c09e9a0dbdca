// Contradictions behind a claim in plain words: which slip, what was recorded where and when, and what to do. A reason never accuses;
// it says what does not agree.
import { html } from "hono/html";
import { MATERIALS, type Material } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import type { Taking } from "../../rules/book/book.ts";
import type { SlipFact, SlipState } from "../../rules/book/facts.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { contradictionOf } from "../../rules/origins/trace.ts";
import type { StoredEntry, View } from "../../store/view.ts";
import { type Markup, t } from "../../web/layout.ts";
import { disclosure, keepTogether } from "../../web/parts.ts";
import { formatDate, formatMoment, formatTime, formatTonnes } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, sentence } from "../../words/problem.ts";
import { type Dossier, readAsDecided } from "./dossier.ts";
import { placeNames } from "./names-of.ts";

/** A reason why kilograms of a claim are contested: a slip whose records do not agree, or an authority's finding. */
export type ShownContradiction = SlipContradiction | FindingContradiction;
/** A finding with the kilograms of one material that it covers. */
export type FindingContradiction = {
  readonly what: "finding";
  readonly index: number;
  readonly material: Material;
  readonly kg: number;
};
/** One slip: how much of the claim came under it, and the observations in log order that say what does not agree. */
export type SlipContradiction = {
  readonly what: "slip";
  readonly slip: number;
  readonly fact: SlipFact;
  readonly state: SlipState;
  readonly material: Material;
  readonly kg: number;
  readonly fromName: string;
  readonly seen: readonly ShownObservation[];
};
/** An observation in words: what it was, where and when, its entry; `first` is the one that agreed. */
export type ShownObservation = {
  readonly index: number;
  readonly kind: "receipt" | "passage" | "slip";
  readonly place: string;
  readonly eventS: number;
  /** Why it does not agree, where it does not. */
  readonly against: Problem | undefined;
};

type Contested = { fact: SlipFact; state: SlipState; takings: Taking[] };

/** All that contests kilograms of the dossier: slips in their order, then findings. */
export async function loadContradictions(view: View, dossier: Dossier): Promise<ShownContradiction[]> {
  const takings = dossier.result.lines.flatMap((line) => line.draws.flatMap((draw) => draw.contested));
  if (takings.length === 0) return [];
  const found = await readAsDecided(view, dossier, (book) =>
    mapLoading(takings, (taking) => {
      const by = contradictionOf(book, taking.lot);
      if (!by) throw new Error(`lot ${taking.lot.id} is contested by nothing`);
      if (by.why === "finding" || by.slip === null) return { finding: by.index, taking };
      return { slip: by.slip, taking, fact: book.need("slip", by.slip), state: book.need("slipState", by.slip) };
    }),
  );
  const bySlip = new Map<number, Contested>();
  const findings = new Map<string, FindingContradiction>();
  for (const each of found) {
    const { taking } = each;
    if (each.slip === undefined) {
      const { finding: index } = each;
      const { material } = taking.lot;
      const key = `${index}/${material}`;
      findings.set(key, { what: "finding", index, material, kg: (findings.get(key)?.kg ?? 0) + taking.kg });
    } else {
      const known = bySlip.get(each.slip);
      if (known) known.takings.push(taking);
      else bySlip.set(each.slip, { fact: each.fact, state: each.state, takings: [taking] });
    }
  }
  const before = dossier.claim.decision?.index ?? Number.POSITIVE_INFINITY;
  return [...(await describe(view, bySlip, before)), ...findings.values()];
}

/** The entries that a contradiction rests on. */
export function entriesOf(of: ShownContradiction): number[] {
  return of.what === "finding" ? [of.index] : [of.slip, ...of.seen.map((each) => each.index)];
}

async function describe(view: View, bySlip: Map<number, Contested>, before: number): Promise<SlipContradiction[]> {
  const slips = [...bySlip.keys()].sort((a, b) => a - b);
  const signals = await Promise.all(slips.map((slip) => view.signals(`slip/${slip}`)));
  const indexes = slips.map((slip, i) => {
    const { state } = bySlip.get(slip)!;
    const noticed = signals[i]!.filter((signal) => signal.leaf < before).map((signal) => signal.leaf);
    const own = [...state.observations.map((each) => each.index), state.final, state.contested?.index, ...noticed];
    return [...new Set(own.filter((index): index is number => typeof index === "number"))].sort((a, b) => a - b);
  });
  const entries = new Map((await view.entries([...new Set(indexes.flat())])).map((entry) => [entry.index, entry]));
  const places = [...entries.values()].flatMap(placeOf);
  const names = await placeNames(view, [...places, ...slips.map((slip) => bySlip.get(slip)!.fact.from)]);
  return slips.map((slip, i) => {
    const { fact, state, takings } = bySlip.get(slip)!;
    const seen = indexes[i]!.flatMap((index) => observation(entries.get(index), names));
    const kg = takings.reduce((sum, taking) => sum + taking.kg, 0);
    return {
      what: "slip" as const,
      slip,
      fact,
      state,
      material: takings[0]!.lot.material,
      kg,
      fromName: names.get(fact.from) ?? "",
      seen,
    };
  });
}

function placeOf({ entry }: StoredEntry): number[] {
  if (entry.kind === "load.receive") return [(entry.body as Body<"load.receive">).at];
  if (entry.kind === "passage.record") return [(entry.body as Body<"passage.record">).site];
  return [];
}

function observation(stored: StoredEntry | undefined, names: Map<number, string>): ShownObservation[] {
  if (!stored) return [];
  const kinds = { "load.receive": "receipt", "passage.record": "passage", "slip.issue": "slip" } as const;
  const kind = kinds[stored.entry.kind as keyof typeof kinds];
  const against = stored.verdict ?? undefined;
  if (!kind || (kind === "slip" && !against)) return [];
  const place = names.get(placeOf(stored)[0] ?? -1) ?? "";
  return [{ index: stored.index, kind, place, eventS: stored.eventS, against }];
}

/** Where the repetition itself is what does not agree, places and hours say it; otherwise the rule's sentence does. */
const SAID_BY_PLACE: readonly string[] = ["seen-twice", "received-twice", "slip-not-open"];

/** One slip's contradiction as a sentence without markup: for the notice and for reading aloud. */
export function contradictionText(of: ShownContradiction, lang: Lang): string {
  const tonnes = formatTonnes(of.kg, lang);
  const what = t(lang, `${tonnes} tấn ${MATERIALS[of.material].vi}`, `${tonnes} t of ${MATERIALS[of.material].en}`);
  if (of.what === "finding")
    return t(lang, `${what} thuộc phạm vi kết luận kiểm tra đang có hiệu lực.`, `${what} within a finding in force.`);
  const issued = formatMoment(of.fact.eventS * 1000, lang);
  const load = t(
    lang,
    `Phiếu ${of.fact.code} (${what}, xuất tại ${of.fromName} lúc ${issued})`,
    `Slip ${of.fact.code} (${what}, issued at ${of.fromName} at ${issued})`,
  );
  const places = new Map<string, ShownObservation[]>();
  for (const each of of.seen) {
    if (each.kind === "slip") continue;
    const key = `${each.kind}/${each.place}`;
    places.set(key, [...(places.get(key) ?? []), each]);
  }
  const clauses = [...places.values()].map((group) => seenText(group, lang));
  const whys = of.seen.flatMap(({ against }) =>
    against && !SAID_BY_PLACE.includes(against.code) ? [sentence(against, lang).replace(/\.$/, "")] : [],
  );
  return `${load}: ${[...clauses, ...whys].join("; ")}.`;
}

/** "qua Chốt Cầu Đò 2 lần, lúc 09:51 và 17:17 ngày 13/11/2026". */
function seenText(group: readonly ShownObservation[], lang: Lang): string {
  const { kind, place } = group[0]!;
  const times = moments(
    group.map((each) => each.eventS * 1000),
    lang,
  );
  const again = group.length > 1 ? t(lang, ` ${group.length} lần,`, ` ${group.length} times,`) : "";
  return kind === "receipt"
    ? t(lang, `nhận tại ${place}${again} lúc ${times}`, `received at ${place}${again} at ${times}`)
    : t(lang, `qua ${place}${again} lúc ${times}`, `passed ${place}${again} at ${times}`);
}

/** Instants with their day said once where it is one day. */
function moments(all: readonly number[], lang: Lang): string {
  const and = t(lang, " và ", " and ");
  const days = new Set(all.map((ms) => formatDate(ms, lang)));
  if (days.size > 1) return all.map((ms) => formatMoment(ms, lang)).join(and);
  return `${all.map((ms) => formatTime(ms)).join(and)} ${t(lang, "ngày", "on")} ${[...days][0]}`;
}

/** The contradictions of a dossier, read before any work line; nothing where there are none. */
export function contradictionsSection(all: readonly ShownContradiction[], lang: Lang): Markup | "" {
  if (all.length === 0) return "";
  const kg = all.reduce((sum, of) => sum + of.kg, 0);
  const tonnes = formatTonnes(kg, lang);
  const slips = all.filter((of) => of.what === "slip").length;
  const heading =
    slips > 0
      ? t(
          lang,
          `${slips} phiếu có mâu thuẫn, ${tonnes} tấn chưa dùng làm căn cứ được`,
          `${slips} slips contradicted, ${tonnes} t cannot serve as evidence`,
        )
      : t(lang, `${tonnes} tấn chưa dùng làm căn cứ được`, `${tonnes} t cannot serve as evidence`);
  return html`<section class="contradictions"><h2>${keepTogether(heading)}</h2>
<p>${t(lang, "Số liệu dưới đây không khớp nhau. Đề nghị chủ đầu tư, nhà thầu và tư vấn giám sát làm rõ từng phiếu, kèm phiếu cân và sổ nhận hàng.", "The records below do not agree. Owner, contractor and supervisor are asked to explain each slip, with weigh tickets and the receiving book.")}</p>
${list(all.slice(0, SHOWN), lang)}${all.length > SHOWN ? disclosure(t(lang, `${all.length - SHOWN} phiếu còn lại`, `The other ${all.length - SHOWN} slips`), list(all.slice(SHOWN), lang, SHOWN + 1), true) : ""}</section>`;
}

/** Slips listed before the rest goes into a fold. */
const SHOWN = 3;

function list(all: readonly ShownContradiction[], lang: Lang, first = 1): Markup {
  return html`<ol class="reasons" start="${first}">${all.map((of) => html`<li>${keepTogether(contradictionText(of, lang))} ${entryLinks(of, lang)}</li>`)}</ol>`;
}

function entryLinks(of: ShownContradiction, lang: Lang): Markup {
  const links = entriesOf(of).map((index) => html` <a href="/entries/${index}">${index}</a>`);
  return html`<span class="soft">${t(lang, "Mục sổ", "Entries")}${links}</span>`;
}
