// The page of those who sign second: the proposals that the reader's party may approve, and its own that others have still to approve.
import { html } from "hono/html";
import { KINDS } from "../../format/kinds.ts";
import type { Who } from "../../http/who.ts";
import { proposalStatus } from "../../rules/acts/proposal-life.ts";
import type { Need, ProposalFact } from "../../rules/book/facts.ts";
import { dayOf } from "../../rules/numbers/time.ts";
import { form, hiddenField } from "../../web/fields.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { breadcrumb, figuresTable, secondButton } from "../../web/parts.ts";
import { formatDay } from "../../words/as-written.ts";
import { answerPage, askWho, type PageRequest, readableEntry } from "../request.ts";

type Waiting = { readonly index: number; readonly proposal: ProposalFact };

/** GET /proposals: what the reader may approve, then what their party has proposed. */
export async function proposalsPage(request: PageRequest): Promise<Response> {
  const { lang, who } = request;
  if (!who) return askWho(request);
  const waiting = await waitingProposals(request, who.parties);
  const mine = waiting.filter(({ proposal }) => proposal.needs.some((need) => isFor(need, proposal, who)));
  const own = waiting.filter(({ proposal }) => proposal.by.party !== null && who.parties.includes(proposal.by.party));
  const names = await namesOf(request, waiting);
  const body = html`${table(request, {
    caption: t(lang, "Chờ đơn vị ký duyệt", "Waiting for our approval"),
    shown: mine,
    names,
    act: ({ index, proposal }) =>
      isOwn(proposal, who)
        ? t(lang, "người khác của đơn vị ký", "another person of ours signs")
        : approveButton(index, lang),
  })}
${table(request, {
  caption: t(lang, "Đơn vị đã đề xuất, chờ ký duyệt", "Proposed by us, waiting for approval"),
  shown: own,
  names,
  act: ({ index, proposal }) => (isOwn(proposal, who) ? withdrawButton(index, lang) : ""),
})}`;
  return answerPage(request, {
    title: t(lang, "Đề xuất chờ ký duyệt", "Proposals"),
    job: { vi: "Đề xuất chờ ký duyệt", en: "Proposals awaiting approval" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Đề xuất chờ ký duyệt", "Proposals") },
    ]),
    body,
  });
}

/** The proposals that wait for the visitor's own signature: another person's, which the visitor's party or office approves. */
export async function approvalsFor(request: PageRequest, who: Who): Promise<Waiting[]> {
  const waiting = await waitingProposals(request, who.parties);
  return waiting.filter(
    ({ proposal }) => !isOwn(proposal, who) && proposal.needs.some((need) => isFor(need, proposal, who)),
  );
}

/** A proposal for who may read its entry or is asked to approve it: nobody signs what they cannot read. */
export async function proposalFor(request: PageRequest, index: number): Promise<ProposalFact | undefined> {
  const { services, who } = request;
  const proposal = await services.view.fact("proposal", index);
  if (!proposal || !who) return undefined;
  const asked = proposal.needs.some((need) => isFor(need, proposal, who));
  return asked || (await readableEntry(request, index)) ? proposal : undefined;
}

/** All proposals that still wait, the party's own and others. */
async function waitingProposals({ services }: PageRequest, parties: readonly number[]): Promise<Waiting[]> {
  const { view } = services;
  const listed = [...(await view.whole("proposals")), ...(await view.wholeOf("proposals", parties))];
  const indexes = [...new Set(listed)].sort((a, b) => b - a);
  const today = dayOf(Math.floor(services.now() / 1000));
  const facts = await view.facts("proposal", indexes);
  return indexes.flatMap((index) => {
    const proposal = facts.get(String(index));
    return proposal && proposalStatus(proposal, today) === "waiting" ? [{ index, proposal }] : [];
  });
}

/** True if a need is one that the reader's party can meet. */
function isFor(need: Need, { by }: ProposalFact, { parties, roles }: Who): boolean {
  if ("party" in need) return parties.includes(need.party);
  if ("role" in need) return roles.includes(need.role);
  return ("colleague" in need || "approver" in need) && by.party !== null && parties.includes(by.party);
}

function isOwn({ by }: ProposalFact, { kid, person }: Who): boolean {
  return by.kid === kid || (person !== null && by.person === person);
}

async function namesOf({ services }: PageRequest, waiting: readonly Waiting[]): Promise<Map<number, string>> {
  const parties = [...new Set(waiting.flatMap(({ proposal: { by } }) => (by.party === null ? [] : [by.party])))];
  const facts = await services.view.facts("party", parties);
  return new Map(parties.map((party) => [party, facts.get(String(party))?.name ?? `#${party}`]));
}

type Shown = {
  readonly caption: string;
  readonly shown: readonly Waiting[];
  readonly names: ReadonlyMap<number, string>;
  readonly act: (waiting: Waiting) => Content;
};

function table({ lang }: PageRequest, { caption, shown, names, act }: Shown): Markup {
  const makerOf = ({ by }: ProposalFact) =>
    by.party === null ? t(lang, "khóa gốc hoặc khóa vận hành", "a root or the operator") : (names.get(by.party) ?? "");
  return figuresTable({
    caption,
    columns: [
      { head: t(lang, "Đề xuất", "Proposal") },
      { head: t(lang, "Bên đề xuất", "Proposed by") },
      { head: t(lang, "Ký duyệt đến hết ngày", "To be approved until") },
      { head: "" },
    ],
    rows: shown.map((each) => [
      html`<a href="/entries/${each.index}">${capital(KINDS[each.proposal.kind][lang])}</a>`,
      makerOf(each.proposal),
      formatDay(each.proposal.lastDay),
      act(each),
    ]),
    empty: {
      what: `${caption}: ${t(lang, "không có.", "none.")}`,
      how: t(
        lang,
        "Đề xuất hiện ở đây cho đến khi được ký duyệt, bị rút hoặc hết hạn.",
        "A proposal is here until it is approved, taken back or lapsed.",
      ),
    },
  });
}

/** Leads to what the approval will do, where it is signed. */
function approveButton(index: number, lang: PageRequest["lang"]): Markup {
  return form(
    "/acts/approve",
    html`${hiddenField("do", "look")}${hiddenField("proposal", String(index))}${secondButton({ verb: t(lang, "Xem để ký duyệt", "See, then approve") })}`,
  );
}

function withdrawButton(index: number, lang: PageRequest["lang"]): Markup {
  return secondButton({ verb: t(lang, "Rút đề xuất", "Take back"), path: `/acts/proposal.withdraw?proposal=${index}` });
}
