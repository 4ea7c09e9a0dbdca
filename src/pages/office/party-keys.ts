// The keys of the reader's party, so that its people see every key that signs for it: those in force, those that have ended, and those that wait
// for a second person's signature.
import { html } from "hono/html";
import { hex } from "../../format/bytes.ts";
import { kidOf } from "../../format/entry.ts";
import { fingerprint } from "../../http/invitations.ts";
import { personNames } from "../../http/person-names.ts";
import type { Who } from "../../http/who.ts";
import { proposedIn } from "../../rules/acts/proposal.ts";
import { proposalStatus } from "../../rules/acts/proposal-life.ts";
import type { KeyFact } from "../../rules/book/facts.ts";
import { dayOf } from "../../rules/numbers/time.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { figuresTable } from "../../web/parts.ts";
import { formatDay, formatMoment } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import type { PageRequest } from "../request.ts";

/** A registration that waits for its second signature. */
export type WaitingKey = {
  readonly index: number;
  readonly kid: string;
  readonly party: number;
  readonly person: number | undefined;
  readonly lastDay: number;
};

/** The newest registrations of keys that wait for a second person. */
export async function waitingKeys({ services }: PageRequest): Promise<WaitingKey[]> {
  const listed = (await services.view.list("proposals")).map(({ key }) => key);
  const today = dayOf(Math.floor(services.now() / 1000));
  return [...(await services.view.facts("proposal", listed))].flatMap(([index, proposal]) => {
    const entry = proposedIn(proposal);
    if (entry.kind !== "key.register" || proposalStatus(proposal, today) !== "waiting") return [];
    const { party, person, key } = entry.body;
    return [{ index: Number(index), kid: hex(kidOf(key)), party, person, lastDay: proposal.lastDay }];
  });
}

/** Every key that signs for the party, the newest first, and before them those that wait. */
export async function partyKeys(request: PageRequest, who: Who, waiting: readonly WaitingKey[]): Promise<Markup> {
  const { lang, services } = request;
  const listed = (await services.view.list(`keys/${who.party}`)).map(({ key }) => key);
  const facts = await services.view.facts("key", listed);
  const ours = waiting.filter(({ party }) => party === who.party);
  const holders = [...[...facts.values()].map(({ person }) => person), ...ours.map(({ person }) => person)];
  const names = await personNames(
    services,
    holders.filter((person) => typeof person === "number"),
  );
  const rows = listed.flatMap((kid) => {
    const key = facts.get(kid);
    return key ? [keyRow(lang, kid, key, { isThis: kid === who.kid, names })] : [];
  });
  const coming = ours.map((each) => waitingRow(lang, each, names));
  const head = (vi: string, en: string) => ({ head: t(lang, vi, en) });
  return html`<section><h2>${t(lang, "Khóa ký thay đơn vị", "Keys that sign for us")}</h2>
<p>${t(lang, "Mất thiết bị thì bấm “báo mất” trên thiết bị khác của đơn vị: khóa hết hiệu lực ngay khi ký. Khóa nào đơn vị không nhận ra, hãy báo ngay cơ quan quản lý khoáng sản.", "For a lost device press “report lost” on another of our devices: its key ends as soon as that is signed. Tell the licensing authority at once of a key that you do not know.")}</p>
${figuresTable({
  caption: t(lang, "Khóa của đơn vị", "Our keys"),
  columns: [
    head("Mã khóa", "Key's code"),
    head("Người giữ", "Holder"),
    head("Đăng ký tại", "Registered at"),
    head("Tình trạng", "State"),
  ],
  rows: [...coming, ...rows],
})}</section>`;
}

type Names = ReadonlyMap<number, string>;

function keyRow(
  lang: Lang,
  kid: string,
  key: KeyFact,
  { isThis, names }: { isThis: boolean; names: Names },
): Content[] {
  const this_ = isThis ? t(lang, " (thiết bị này)", " (this device)") : "";
  return [
    `${fingerprint(kid)}${this_}`,
    holderOf(lang, key.person, names),
    entryLink(lang, key.index),
    html`${stateOf(lang, key)}${isThis ? "" : lostLink(lang, kid, key)}`,
  ];
}

/** Leads to the form that ends a lost device's key; nothing where the key has ended, or nobody carries it about. */
function lostLink(lang: Lang, kid: string, { revoked, frozen, person }: KeyFact): Content {
  if (revoked !== null || frozen !== null || person === null) return "";
  return html` · <a href="/acts/key.revoke?kid=${kid}">${t(lang, "báo mất", "report lost")}</a>`;
}

function waitingRow(lang: Lang, { index, kid, person, lastDay }: WaitingKey, names: Names): Content[] {
  const day = formatDay(lastDay);
  const state = t(lang, `chờ người thứ hai ký duyệt đến hết ${day}`, `waits for a second person until ${day}`);
  return [fingerprint(kid), holderOf(lang, person ?? null, names), entryLink(lang, index), state];
}

function holderOf(lang: Lang, person: number | null, names: Names): string {
  if (person === null) return t(lang, "máy của đơn vị", "a machine of ours");
  return names.get(person) ?? t(lang, `người đăng ký tại mục ${person}`, `the person of entry ${person}`);
}

function entryLink(lang: Lang, index: number): Content {
  return html`<a href="/entries/${index}">${t(lang, "mục", "entry")} ${index}</a>`;
}

function stateOf(lang: Lang, { revoked, rotatedTo, frozen, sinceS }: KeyFact): string {
  if (frozen !== null) return t(lang, `bị tạm khóa tại mục ${frozen}`, `frozen at entry ${frozen}`);
  if (revoked !== null && rotatedTo) return t(lang, `đã đổi khóa tại mục ${revoked}`, `replaced at entry ${revoked}`);
  if (revoked !== null) return t(lang, `đã thu hồi tại mục ${revoked}`, `revoked at entry ${revoked}`);
  const since = formatMoment(sinceS * 1000, lang);
  return t(lang, `ký được từ ${since}`, `in force since ${since}`);
}
