// The results of a dossier as they were signed, and what has happened to each since: reversed, replaced, recovered, contradicted. A result
// and its paper keep their figures for ever; this is shown beside them.
import { html } from "hono/html";
import type { Outcome } from "../../format/codes.ts";
import { proposedIn } from "../../rules/acts/proposal.ts";
import { proposalStatus } from "../../rules/acts/proposal-life.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { dayOf } from "../../rules/numbers/time.ts";
import { balanceOf } from "../../rules/payment/recovery.ts";
import { contradictedSinceKg } from "../../rules/payment/spent.ts";
import type { View } from "../../store/view.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { formatDong, formatMoment, formatTonnes } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { outcomeWords } from "./dossier.ts";

/** The reversal of a result: the approval that put it in force and when, and the paper that it goes by. */
export type Reversal = { readonly index: number; readonly document: string; readonly ms: number };

/** The reversals of those among some results that are reversed. */
export async function reversalsOf(view: View, results: readonly number[]): Promise<Map<number, Reversal>> {
  const reversed = await view.facts("reversed", results);
  const approvals = await view.entries([...reversed.values()].map(({ index }) => index));
  const proposed = new Map(
    approvals.flatMap(({ index, receivedMs, entry }) =>
      entry.kind === "approve" ? [[index, { ms: receivedMs, proposal: entry.body.proposal }] as const] : [],
    ),
  );
  const proposals = await view.facts(
    "proposal",
    [...proposed.values()].map(({ proposal }) => proposal),
  );
  return new Map(
    [...reversed].flatMap(([result, { index }]) => {
      const approval = proposed.get(index);
      const proposal = approval && proposals.get(String(approval.proposal));
      const entry = proposal && proposedIn(proposal);
      if (!approval || entry?.kind !== "decision.reverse") return [];
      return [[Number(result), { index, document: entry.body.document, ms: approval.ms }] as const];
    }),
  );
}

/** The entry that proposes to reverse a result and still waits for signatures. */
async function pendingReversal(
  view: View,
  treasury: number,
  result: number,
  nowMs: number,
): Promise<number | undefined> {
  const waiting = await view.facts("proposal", await view.whole(`proposals/${treasury}`));
  const today = dayOf(Math.floor(nowMs / 1000));
  const found = [...waiting].find(([, proposal]) => {
    if (proposal.kind !== "decision.reverse" || proposalStatus(proposal, today) !== "waiting") return false;
    const entry = proposedIn(proposal);
    return entry.kind === "decision.reverse" && entry.body.decision === result;
  });
  return found && Number(found[0]);
}

/** A result as the dossier's history lists it, newest first. */
export type PastResult = {
  readonly index: number;
  readonly outcome: Outcome;
  readonly acceptedDong: number;
  readonly signedMs: number;
  readonly reversal: Reversal | undefined;
};

/** Every result that a dossier has had, newest first. */
export async function pastResults(view: View, annex: number): Promise<PastResult[]> {
  const indexes = await view.whole(`decisions/${annex}`);
  const [facts, entries, reversals] = await Promise.all([
    view.facts("result", indexes),
    view.entries(indexes),
    reversalsOf(view, indexes),
  ]);
  const signed = new Map(entries.map(({ index, receivedMs }) => [index, receivedMs]));
  return indexes.flatMap((index) => {
    const fact = facts.get(String(index));
    if (!fact) return [];
    const { outcome, acceptedDong } = fact;
    return [{ index, outcome, acceptedDong, signedMs: signed.get(index) ?? 0, reversal: reversals.get(index) }];
  });
}

function entryLink(index: number, lang: Lang): Markup {
  return html`<a href="/entries/${index}">${t(lang, "mục", "entry")} ${index}</a>`;
}

/** The words of a reversal in force. */
export function reversedWords({ index, document, ms }: Reversal, lang: Lang): Markup {
  return html`${t(lang, `Kết quả này đã bị hủy lúc ${formatMoment(ms, lang)} theo ${document}`, `This result was reversed at ${formatMoment(ms, lang)} by ${document}`)} (${entryLink(index, lang)}).`;
}

/** All that has happened since a result of a dossier, each in one sentence. */
export async function sinceWords(
  view: View,
  about: { readonly annex: number; readonly project: number; readonly treasury: number; readonly result: number },
  nowMs: number,
  lang: Lang,
): Promise<Markup[]> {
  const { annex, project, treasury, result } = about;
  const past = await pastResults(view, annex);
  const own = past.find(({ index }) => index === result);
  const later = past.find(({ index }) => index > result);
  const pending = own?.reversal ? undefined : await pendingReversal(view, treasury, result, nowMs);
  const recoveries = await view.whole(`recoveries/${project}`);
  const { opened, contradictedKg } = await view.read((book) => ({
    opened: mapLoading(recoveries, (index) => {
      const fact = book.need("recovery", index);
      return fact.decision === result ? [{ index, owedDong: fact.owedDong, leftDong: balanceOf(book, fact) }] : [];
    }).flat(),
    contradictedKg: own?.reversal ? 0 : contradictedSinceKg(book, [annex]),
  }));
  const dong = (of: number) => formatDong(of, lang);
  return [
    ...(own?.reversal ? [reversedWords(own.reversal, lang)] : []),
    ...(pending === undefined
      ? []
      : [
          html`${t(lang, "Đang có đề xuất hủy kết quả này, chờ đủ chữ ký", "A reversal of this result is proposed and waits for signatures")} (${entryLink(pending, lang)}).`,
        ]),
    ...(later
      ? [
          html`${t(lang, "Hồ sơ đã có kết quả sau đó", "The dossier has a later result")}: ${outcomeWords(later.outcome, lang)}, ${dong(later.acceptedDong)} (${entryLink(later.index, lang)}).`,
        ]
      : []),
    ...opened.map(
      ({ index, owedDong, leftDong }) =>
        html`${t(lang, `Đã mở khoản thu hồi ${dong(owedDong)}, còn phải thu ${dong(Math.max(0, leftDong))}`, `A recovery of ${dong(owedDong)} is open, ${dong(Math.max(0, leftDong))} still to come`)} (${entryLink(index, lang)}).`,
    ),
    ...(contradictedKg > 0
      ? [
          html`${t(lang, `Sau kết quả, ${formatTonnes(contradictedKg, lang)} tấn vật liệu đã chấp nhận có mâu thuẫn.`, `Since the result, ${formatTonnes(contradictedKg, lang)} t of accepted material are contradicted.`)}`,
        ]
      : []),
  ];
}

/** The events since a result, under their own heading; nothing where nothing has. */
export function sinceSection(since: readonly Markup[], heading: Content): Markup | "" {
  if (since.length === 0) return "";
  return html`<aside class="since"><p><strong>${heading}</strong></p><ul>${since.map((words) => html`<li>${words}</li>`)}</ul></aside>`;
}
