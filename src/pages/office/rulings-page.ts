// Entries that wait for the authority's ruling: slips and observations that came too late, or out of order, to be believed by themselves. The
// oldest first, whole, by cursor; several are ruled on in one act.
import { html } from "hono/html";
import { hex } from "../../format/bytes.ts";
import { KINDS } from "../../format/kinds.ts";
import { closedDesk, mayOpen } from "../../http/readers.ts";
import type { Book } from "../../rules/book/book.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { slipAllows } from "../../rules/slips/slip-life.ts";
import type { StoredEntry, View } from "../../store/view.ts";
import { form, hiddenField } from "../../web/fields.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { breadcrumb, figuresTable, nextPage, secondButton } from "../../web/parts.ts";
import { formatDateTime } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { sentence } from "../../words/problem.ts";
import { answerPage, askWho, indexOf, type PageRequest, refusePage } from "../request.ts";
import { partyNames } from "./names-of.ts";

/** Rows of one page. */
const PAGE = 50;
/** Entries that one page looks at, ruled on or not, before it offers to go on. */
const LOOKED_AT = 1000;

/** Some entries that wait, in log order, and the leaf after which the next page begins; undefined at the end. */
export type AwaitingRuling = { readonly entries: readonly StoredEntry[]; readonly next: number | undefined };

/** The entries after a leaf that wait for a ruling; a page may hold none and still have a next one, where all it looked at is ruled on. */
export async function waitingForRuling(view: View, after: number): Promise<AwaitingRuling> {
  const listed = (await view.listAfter("unruled", after, LOOKED_AT)).map(({ leaf }) => leaf);
  const open = await view.read((book) => mapLoading(listed, (index) => isWaiting(book, index)));
  const waiting = listed.filter((_, i) => open[i]);
  const shown = waiting.slice(0, PAGE);
  const whole = listed.length < LOOKED_AT && waiting.length <= PAGE;
  return {
    entries: await view.entries(shown),
    next: whole ? undefined : waiting.length > PAGE ? shown.at(-1) : listed.at(-1),
  };
}

function isWaiting(book: Book, index: number): boolean {
  if (book.get("slip", index)) return slipAllows("slip.rule", book.need("slipState", index).status);
  return book.need("late", index).ruled === undefined;
}

/** GET /rulings?after=LEAF: for the authority, which rules, and inspectors, who read. */
export async function rulingsPage(request: PageRequest): Promise<Response> {
  const { lang, who, services, context } = request;
  if (!who) return askWho(request);
  if (!mayOpen(who, "rulings")) return refusePage(request, closedDesk(who, "rulings"));
  const after = indexOf(context.req.query("after")) ?? 0;
  const { entries, next } = await waitingForRuling(services.view, after);
  const rules = mayOpen(who, "register");
  const table = await entriesTable(request, entries, rules);
  const on = nextPage(lang, next === undefined ? undefined : `/rulings?after=${next}`);
  return answerPage(request, {
    title: t(lang, "Chờ kết luận", "Awaiting a ruling"),
    job: { vi: "Phiếu và lời ghi đến muộn, chờ kết luận", en: "Late slips and observations awaiting a ruling" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Chờ kết luận", "Awaiting a ruling") },
    ]),
    body: html`<p class="soft">${t(lang, "Cũ trước. Chưa có kết luận thì các mục này không làm thay đổi khối lượng nào và không gây nghi vấn.", "The oldest first. Until a ruling these move no kilograms and put none in question.")}</p>
${rules && entries.length > 0 ? ruleForm(table, lang) : table}${on}`,
    wide: true,
  });
}

/** The ticked entries go into the form of the ruling, which asks for the document and the reason. */
function ruleForm(table: Markup, lang: Lang): Markup {
  return form(
    "/acts/slip.rule",
    html`${hiddenField("do", "edit")}${table}${secondButton({ verb: t(lang, "Lập kết luận cho các mục đã chọn", "Rule on the chosen entries") })}`,
  );
}

async function entriesTable({ services, lang }: PageRequest, entries: readonly StoredEntry[], rules: boolean) {
  const { view } = services;
  const signers = await view.facts(
    "key",
    entries.map(({ entry }) => hex(entry.kid)),
  );
  const partyOf = ({ entry }: StoredEntry) => signers.get(hex(entry.kid))?.party ?? null;
  const names = await partyNames(
    view,
    entries.flatMap((each) => partyOf(each) ?? []),
  );
  const tick = rules ? [{ head: t(lang, "Chọn", "Choose") }] : [];
  return figuresTable({
    caption: t(lang, "Mục chờ kết luận", "Entries awaiting a ruling"),
    columns: [
      ...tick,
      { head: t(lang, "Mục", "Entry") },
      { head: t(lang, "Bên ký", "Signed by") },
      { head: t(lang, "Giờ ghi trên mục", "Hour it states") },
      { head: t(lang, "Vào sổ lúc", "Entered at") },
      { head: t(lang, "Vì sao chờ", "Why it waits") },
    ],
    rows: entries.map((stored): Content[] => {
      const { index, entry, receivedMs, eventS, verdict } = stored;
      const name = `${capital(KINDS[entry.kind][lang])} ${index}`;
      const box = html`<label class="tick"><input type="checkbox" name="entries" value="${index}" aria-label="${name}"></label>`;
      return [
        ...(rules ? [box] : []),
        html`<a href="/entries/${index}">${name}</a>`,
        names.get(partyOf(stored) ?? 0) ?? "",
        formatDateTime(eventS * 1000, lang),
        formatDateTime(receivedMs, lang),
        verdict ? sentence(verdict, lang) : "",
      ];
    }),
    empty: {
      what: t(lang, "Không có mục nào chờ kết luận.", "Nothing awaits a ruling."),
      how: t(
        lang,
        "Mục hiện ở đây khi nó đến quá muộn, hoặc đến trước lượng hàng mà nó chuyển đi.",
        "An entry is here when it came too late, or before the stock that it moves.",
      ),
    },
  });
}
