// The acts that have no page of their own: a form made from the kind's definition, what the act will do, and the signature. Whoever must
// sign something finds it here by the words of its kind.
import { html } from "hono/html";
import { KIND_NAMES, KINDS, type KindName, type Statement } from "../../format/kinds.ts";
import { proposedIn } from "../../rules/acts/proposal.ts";
import type { Book } from "../../rules/book/book.ts";
import type { SlipState } from "../../rules/book/facts.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { TABLE } from "../../rules/kinds/table.ts";
import { judgementOf } from "../../rules/slips/observing.ts";
import { form, hiddenField, type TypedValues } from "../../web/fields.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, definitions } from "../../web/parts.ts";
import { formatKg } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, problem, statusOf } from "../../words/problem.ts";
import { answerPage, askWho, indexOf, type PageRequest, readableEntry, refusePage, typedForm } from "../request.ts";
import { bodyBytes } from "../statement.ts";
import { errorsOf } from "./act-errors.ts";
import { actFields, fieldsIn, type KeptAct, readAct, typedAct } from "./act-fields.ts";
import { bodyWords } from "./entry-words.ts";
import { proposalFor } from "./proposals-page.ts";
import { refusal, signOrAsk } from "./sign-or-ask.ts";
import { namesHeld, resolveNames } from "./typed-names.ts";

/** Kinds that machines sign, or that have a page of their own. */
const ELSEWHERE: readonly KindName[] = [
  "genesis",
  "key.register",
  "key.add",
  "key.freeze",
  "log.rotate",
  "clock.tick",
  "slip.issue",
  "passage.record",
  "load.receive",
  "weighing.record",
  "annex.propose",
  "annex.part",
  "annex.cosign",
  "annex.withdraw",
  "review.make",
  "review.return",
  "decision.sign",
  "signal.close",
];

/** The status of a form in which a name means no entry, or several. */
const UNCLEAR = 422;

/** The kinds that whoever asks may sign here, in the order of their numbers. */
function kindsFor({ who }: PageRequest): KindName[] {
  if (!who) return [];
  const signs = (kind: KindName) =>
    TABLE[kind].signers.some((signer) => typeof signer === "number" && who.roles.includes(signer));
  return KIND_NAMES.filter((kind) => !ELSEWHERE.includes(kind) && signs(kind));
}

/** GET /acts: everything that the signer's party may sign. */
export function actsPage(request: PageRequest): Promise<Response> {
  const { lang, who } = request;
  if (!who) return askWho(request);
  const rows = kindsFor(request).map((kind) => html`<li><a href="/acts/${kind}">${capitalOf(kind, lang)}</a></li>`);
  return answerPage(request, {
    title: t(lang, "Lập mục sổ", "Make an entry"),
    job: { vi: "Việc đơn vị có thể ký", en: "What your party may sign" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Lập mục sổ", "Make an entry") },
    ]),
    body: html`<ul class="doors-list">${rows}</ul>`,
  });
}

/** The kind in the address, if the signer may sign it here. */
function kindIn(request: PageRequest): KindName | Response | Promise<Response> {
  if (!request.who) return askWho(request);
  const wanted = request.context.req.param("kind");
  const kind = kindsFor(request).find((each) => each === wanted);
  return (
    kind ??
    refusePage(request, problem("no-standing", { need: "approver" }), {
      path: "/acts",
      text: t(request.lang, "Về danh sách", "Back to the list"),
    })
  );
}

/** GET /acts/:kind: the form; `?of=INDEX` begins with what that entry of the log says, other fields come by their names. */
export async function actPage(request: PageRequest): Promise<Response> {
  const kind = await kindIn(request);
  if (typeof kind !== "string") return kind;
  const { of, ...query } = request.context.req.query();
  const first = await readableEntry(request, indexOf(of));
  return showForm(request, kind, { ...(first ? typedAct(kind, first.entry.body) : {}), ...query });
}

async function showForm(
  request: PageRequest,
  kind: KindName,
  typed: TypedValues,
  { refused, ...kept }: Omit<KeptAct, "typed"> & { refused?: Problem } = {},
): Promise<Response> {
  const { lang } = request;
  const named = await namesHeld(request, fieldsIn(kind), typed);
  const body = html`${refusal(refused)}${form(
    `/acts/${kind}`,
    html`${hiddenField("do", "look")}${actFields(kind, { ...kept, typed, named }, lang)}${actionButton({ verb: t(lang, "Xem trước khi ký", "See before signing") })}`,
  )}`;
  const unclear = Object.keys(kept.errors ?? {}).length > 0;
  return answerPage(request, viewOf(kind, lang, body), refused ? statusOf(refused) : unclear ? UNCLEAR : 200);
}

function viewOf(kind: KindName, lang: Lang, body: Markup) {
  return {
    title: capitalOf(kind, lang),
    job: { vi: capitalOf(kind, "vi"), en: capitalOf(kind, "en") },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Lập mục sổ", "Make an entry"), path: "/acts" },
      { text: capitalOf(kind, lang) },
    ]),
    body,
  };
}

/** POST /acts/:kind: back to the form, a look at what it will do, or the signature. */
export async function postAct(request: PageRequest): Promise<Response> {
  const kind = await kindIn(request);
  if (typeof kind !== "string") return kind;
  const { do: step, ...given } = await typedForm(request.context, { tables: true });
  if (step === "edit") return showForm(request, kind, given);
  const { typed, ...open } = await resolveNames(request, fieldsIn(kind), given);
  if (Object.keys(open.errors).length > 0) return showForm(request, kind, typed, open);
  const body = readAct(kind, typed, request.lang);
  const said = { kind, body } as Statement;
  const shaped = bodyBytes(said.kind, said.body);
  const errors = shaped.ok ? {} : errorsOf(kind, body, request.lang);
  if (Object.keys(errors).length > 0) return showForm(request, kind, typed, { errors });
  if (!shaped.ok) return showForm(request, kind, typed, { refused: shaped.problem });
  const says = await saysOf(request, said);
  if (step !== "sign") return lookAt(request, kind, typed, says);
  const signed = await signOrAsk(request, {
    kind,
    body,
    says,
    next: "/entries/{index}",
    back: { path: `/acts/${kind}`, typed },
  });
  return "response" in signed
    ? signed.response
    : showForm(request, kind, typed, signed.refused ? { refused: signed.refused } : {});
}

/** The act in words, what moves, whose approval it needs, and for some kinds what comes of it. */
async function saysOf(request: PageRequest, said: Statement): Promise<(readonly [Content, Content])[]> {
  const { lang, services } = request;
  const row = TABLE[said.kind];
  const waits = "proposal" in row;
  const approval = waits
    ? [
        [
          t(lang, "Hiệu lực", "Takes effect"),
          t(lang, "khi các bên phải ký duyệt đã ký đủ", "when all whose approval it needs have signed"),
        ] as const,
      ]
    : [];
  const moves = row.moves ? [[t(lang, "Chuyển khối lượng", "Moves kilograms"), row.moves] as const] : [];
  const proposed = said.kind === "approve" ? await proposalFor(request, said.body.proposal) : undefined;
  const hidden = said.kind === "approve" && proposed === undefined;
  const effects = hidden ? [] : await services.view.read((book) => effectsOf(book, said, lang));
  const what = proposed ? await bodyWords(services.view, proposedIn(proposed), lang, true) : [];
  return [...(await bodyWords(services.view, said, lang, true)), ...what, ...effects, ...moves, ...approval];
}

/** Setting observations aside: how many kilograms of each slip are in question now, and would be afterwards. */
function effectsOf(book: Book, said: Statement, lang: Lang): (readonly [Content, Content])[] {
  if (said.kind === "approve") {
    const proposal = book.get("proposal", said.body.proposal);
    if (!proposal) return [];
    const about = [t(lang, "Duyệt đề xuất", "Approves"), capitalOf(proposal.kind, lang)] as const;
    return [about, ...effectsOf(book, proposedIn(proposal), lang)];
  }
  if (said.kind !== "contest.lift") return [];
  const slips = [...new Set(said.body.observations.map(({ slip }) => slip))];
  return mapLoading(slips, (slip) => {
    const state = book.get("slipState", slip);
    if (!state) return [];
    const named = said.body.observations.filter((each) => each.slip === slip).map(({ observation }) => observation);
    const observations = state.observations.map((each) => (named.includes(each.index) ? { ...each, aside: 0 } : each));
    const [now, then] = [state, { ...state, observations }].map((each) => doubtfulKg(book, slip, each));
    const annexes = book.get("spent", slip)?.annexes ?? [];
    const results =
      annexes.length === 0
        ? ""
        : html`; ${t(lang, "hồ sơ liên quan", "dossiers that rest on it")}: ${annexes.map((annex) => html` <a href="/entries/${annex}">${annex}</a>`)}`;
    const words = html`${t(lang, "đang nghi vấn", "in question")} ${formatKg(now!, lang)}, ${t(lang, "sau khi gỡ còn", "afterwards")} ${formatKg(then!, lang)}${results}`;
    return [[html`${t(lang, "Phiếu", "Slip")} <a href="/entries/${slip}">${slip}</a>`, words] as const];
  }).flat();
}

function doubtfulKg(book: Book, slip: number, state: SlipState): number {
  const { contradictions } = judgementOf(book, slip, state);
  const { massKg } = book.need("slip", slip);
  if (state.fault) return massKg;
  return contradictions.reduce((most, { kg }) => Math.max(most, kg ?? massKg), 0);
}

function lookAt(
  request: PageRequest,
  kind: KindName,
  typed: TypedValues,
  says: readonly (readonly [Content, Content])[],
): Promise<Response> {
  const { lang } = request;
  const hidden = Object.entries(typed).map(([name, value]) => hiddenField(name, value ?? ""));
  const body = html`<p class="lead">${t(lang, "Nội dung sẽ ký:", "What will be signed:")}</p>${definitions(says)}
${form(`/acts/${kind}`, html`${hiddenField("do", "sign")}${hidden}${actionButton({ verb: t(lang, "Ký và ghi vào sổ", "Sign and enter") })}`)}
<form method="post" action="/acts/${kind}">${hiddenField("do", "edit")}${hidden}<button class="plain" type="submit">${t(lang, "Quay lại sửa", "Go back and change it")}</button></form>`;
  return answerPage(request, viewOf(kind, lang, body));
}

function capitalOf(kind: KindName, lang: Lang): string {
  return capital(KINDS[kind][lang]);
}
