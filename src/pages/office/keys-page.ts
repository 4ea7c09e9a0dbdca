// Device keys: a party sees its own and adds a person's further device, the authority enters others'; and the door that a one-time link opens.

import { html } from "hono/html";
import { z } from "zod";
import { unhex } from "../../format/bytes.ts";
import { logKeysText } from "../../format/signatories.ts";
import { readValue } from "../../http/body.ts";
import {
  type Asking,
  askByLink,
  asking,
  fingerprint,
  invite,
  isOwnDevice,
  mayEnrol,
  openInvitation,
  turnAway,
} from "../../http/invitations.ts";
import { refuse } from "../../http/problems.ts";
import { mayOpen } from "../../http/readers.ts";
import type { Who } from "../../http/who.ts";
import { APPOINTED } from "../../rules/registry/keys.ts";
import { form, hiddenField, selectField, textField } from "../../web/fields.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, emptyState, secondButton } from "../../web/parts.ts";
import { formatMoment } from "../../words/as-written.ts";
import { type Problem, problem, statusOf } from "../../words/problem.ts";
import { refused } from "../../words/result.ts";
import { answerPage, askWho, type PageRequest, refusePage, typedForm } from "../request.ts";
import { partyKeys, waitingKeys } from "./party-keys.ts";
import { refusal, signOrAsk } from "./sign-or-ask.ts";

const asked = z.strictObject({
  key: z.string().regex(/^[0-9a-f]{64}$/),
  possession: z.string().regex(/^[0-9a-f]{128}$/),
});

const JOB = { vi: "Khóa thiết bị", en: "Device keys" };

/** GET /keys: who waits for registration, the forms of invitations, and the party's own keys. */
export async function keysPage(request: PageRequest): Promise<Response> {
  const { who } = request;
  return who ? showKeys(request, who, {}) : askWho(request);
}

type Shown = { link?: string; refused?: Problem; typed?: Record<string, string> };

async function showKeys(request: PageRequest, who: Who, { link, refused, typed }: Shown): Promise<Response> {
  const { lang, services } = request;
  const waiting = (await asking(services)).filter((each) => mayEnrol(who, each));
  const proposed = await waitingKeys(request);
  const parties = await partiesOf(request);
  const enrols = mayOpen(who, "register");
  const invites = enrols
    ? html`<section><h2>${t(lang, "Mời một thiết bị", "Invite a device")}</h2>${invitation(request, parties, await placesOf(request, parties), typed ?? {})}<p><a href="/keys/sheet">${t(lang, "Mời nhiều thiết bị từ bảng tính", "Invite many devices from a spreadsheet")}</a></p></section>`
    : "";
  const cards = waiting.map((each) => {
    const at = proposed.find(({ kid }) => kid === each.kid);
    return waitingCard(request, { each, parties, own: isOwnDevice(who, each), proposed: at?.index });
  });
  const body = html`${refusal(refused)}${link ? linkSaid(request, link) : ""}
<section><h2>${t(lang, "Thiết bị chờ đăng ký", "Devices waiting")}</h2>
${cards.length === 0 ? emptyState({ what: { vi: "Chưa có thiết bị nào gửi khóa.", en: "No device has sent its key." }, how: { vi: "Tạo liên kết mời ở dưới.", en: "Make a link below." } }) : cards}</section>
${invites}${ownInvitation(request, who)}${await partyKeys(request, who, proposed)}`;
  return answerPage(request, { title: JOB[lang], job: JOB, body }, refused ? statusOf(refused) : 200);
}

/** One more device of the reader's own; offices that a root names have theirs from the roots. */
function ownInvitation({ lang }: PageRequest, { party, person, roles }: Who): Markup | "" {
  if (person === null || roles.some((role) => APPOINTED.includes(role))) return "";
  return html`<section><h2>${t(lang, "Thêm thiết bị của tôi", "Add a device of mine")}</h2>
${form("/keys/invite", html`${hiddenField("party", String(party))}${hiddenField("person", String(person))}${secondButton({ verb: t(lang, "Tạo liên kết cho thiết bị của tôi", "Make the link for my device") })}`)}</section>`;
}

async function partiesOf({ services }: PageRequest): Promise<Map<string, string>> {
  const listed = await services.view.whole("parties");
  const facts = await services.view.facts("party", listed);
  // Keys of those who register, pay and inspect are a root's to register.
  return new Map(
    [...facts]
      .filter(([, { roles }]) => !roles.some((role) => APPOINTED.includes(role)))
      .map(([key, party]) => [key, party.name]),
  );
}

type Choice = { value: string; text: string };

/** The parties' places, each with its keeper, by log index. */
async function placesOf({ services }: PageRequest, parties: ReadonlyMap<string, string>): Promise<Choice[]> {
  const listed = await services.view.whole("sites");
  return [...(await services.view.facts("site", listed))].flatMap(([value, { name, party }]) => {
    const keeper = parties.get(String(party));
    return keeper === undefined ? [] : [{ value, text: `${name} (${keeper})` }];
  });
}

function linkSaid({ lang, services }: PageRequest, token: string): Markup {
  const link = services.publicAddress.linkTo(`/enrol/${token}`);
  return html`<div class="note"><p class="lead">${t(lang, "Gửi liên kết này cho người giữ thiết bị. Liên kết chỉ hiện một lần, dùng một lần, trong 48 giờ.", "Send this link to the holder. It is shown once, works once, for 48 hours.")}</p><p><code class="hash">${link}</code></p></div>`;
}

type Card = {
  readonly each: Asking;
  readonly parties: ReadonlyMap<string, string>;
  readonly own: boolean;
  /** The proposal to register it, where one waits for a second person. */
  readonly proposed: number | undefined;
};

function waitingCard({ lang }: PageRequest, { each, parties, own, proposed }: Card): Markup {
  const check = own
    ? t(lang, "Đối chiếu mã khóa với màn hình thiết bị mới:", "Compare the code with the new device's screen:")
    : t(lang, "Gọi cho người giữ thiết bị và đối chiếu mã khóa:", "Call the holder and compare the key's code:");
  const verb = own
    ? t(lang, "Mã khớp: thêm thiết bị của tôi", "The code fits: add my device")
    : t(lang, "Mã khớp: đề xuất đăng ký khóa", "The code fits: propose the key");
  const next =
    proposed === undefined
      ? form("/keys/register", html`${hiddenField("kid", each.kid)}${actionButton({ verb })}`)
      : html`<p>${t(lang, "Đã đề xuất tại", "Proposed at")} <a href="/entries/${proposed}">${t(lang, "mục", "entry")} ${proposed}</a>. <a href="/proposals">${t(lang, "Người thứ hai ký duyệt tại đây", "A second person approves it here")}</a>.</p>`;
  return html`<div class="note"><h3>${parties.get(String(each.party)) ?? `#${each.party}`}</h3>
<p>${check} <strong class="figure">${fingerprint(each.kid)}</strong> · ${formatMoment(each.askedMs, lang)}</p>
${next}
${form("/keys/refuse", html`${hiddenField("kid", each.kid)}${secondButton({ verb: t(lang, "Mã không khớp: bỏ yêu cầu", "It does not fit: drop it") })}`)}</div>`;
}

function invitation(
  { lang }: PageRequest,
  parties: Map<string, string>,
  places: readonly Choice[],
  typed: Record<string, string>,
): Content {
  const kept = { typed };
  const choices = [...parties].map(([value, text]) => ({ value, text }));
  return form(
    "/keys/invite",
    html`${selectField({ name: "party", label: t(lang, "Đơn vị", "Party"), choices, none: t(lang, "Chọn đơn vị", "Choose"), required: true }, kept)}
${textField({ name: "person", label: t(lang, "Người giữ khóa", "Holder"), hint: t(lang, "Số mục sổ đã đăng ký người này; bỏ trống nếu là khóa của máy.", "The entry that registered the person; empty for a machine's key."), inputmode: "numeric", maxlength: 10 }, kept)}
${selectField({ name: "site", label: t(lang, "Chỉ dùng tại nơi", "Only at the place"), choices: places, none: t(lang, "Mọi nơi của đơn vị", "All of the party's places") }, kept)}
${actionButton({ verb: t(lang, "Tạo liên kết mời", "Make the link") })}`,
  );
}

/** POST /keys/invite. */
export async function postInvite(request: PageRequest): Promise<Response> {
  const { who } = request;
  if (!who) return askWho(request);
  const typed = await typedForm(request.context);
  const number = (text: string | undefined) => (text?.trim() ? Number(text) : null);
  const invited = { party: Number(typed.party), person: number(typed.person), site: number(typed.site) };
  const whole = Object.values(invited).every((each) => each === null || Number.isSafeInteger(each));
  const made =
    whole && typed.party
      ? await invite(request.services, who, invited)
      : refused(problem("bad-request", { expected: "party-and-entry-numbers" }));
  return showKeys(request, who, made.ok ? { link: made.value.token } : { refused: made.problem, typed });
}

/** POST /keys/register: enters a device whose fingerprint was compared, as one more of the signer's own or as a proposal for a second officer. */
export async function postRegister(request: PageRequest): Promise<Response> {
  const { who, lang, services } = request;
  if (!who) return askWho(request);
  const { kid } = await typedForm(request.context);
  const found = (await asking(services)).find((each) => each.kid === kid && mayEnrol(who, each));
  if (!found) return showKeys(request, who, { refused: problem("not-found", { what: "request", index: 0 }) });
  const { party, key, possession, person, site } = found;
  const name = (await services.view.fact("party", party))?.name ?? `#${party}`;
  const signing = {
    says: [
      [t(lang, "Đơn vị", "Party"), name],
      [t(lang, "Mã khóa đã đối chiếu", "The key's code, compared"), fingerprint(found.kid)],
    ],
    next: "/keys",
    back: { path: "/keys/refuse", typed: {} },
  } as const;
  const bound = { ...(person === null ? {} : { person }), ...(site === null ? {} : { site }) };
  const signed = isOwnDevice(who, found)
    ? await signOrAsk(request, { kind: "key.add", body: { key, possession }, ...signing })
    : await signOrAsk(request, { kind: "key.register", body: { party, key, possession, ...bound }, ...signing });
  return "response" in signed ? signed.response : showKeys(request, who, { refused: signed.refused });
}

/** POST /keys/refuse: turns a device away; without a kid, simply back to the list. */
export async function postRefuse(request: PageRequest): Promise<Response> {
  const { who, services } = request;
  if (!who) return askWho(request);
  const { kid } = await typedForm(request.context);
  const found = (await asking(services)).find((each) => each.kid === kid && mayEnrol(who, each));
  if (kid !== undefined && !found)
    return showKeys(request, who, { refused: problem("not-found", { what: "request", index: 0 }) });
  if (found) await turnAway(services, found.kid);
  return request.context.redirect("/keys", 303);
}

/** GET /enrol/:token: the device's side; a wrong, spent or old link shows the same as any unknown address. */
export async function enrolPage(request: PageRequest): Promise<Response> {
  const { lang, services, context } = request;
  const open = await openInvitation(services, context.req.param("token") ?? "");
  if (!open) return refusePage(request, problem("no-such-page"));
  const name = (await services.view.fact("party", open.party))?.name ?? "";
  const body = html`<p class="lead">${t(lang, `Thiết bị này sẽ ký cho ${name}. Khóa được tạo ngay trên thiết bị và không rời thiết bị.`, `This device will sign for ${name}. The key is made on the device and never leaves it.`)}</p>
<div id="enrol" data-origin="${services.origin}" data-log-keys="${logKeysText(await services.logKeys())}">
<p class="sign-says" role="status">${t(lang, "Trang này cần tập lệnh (JavaScript) để tạo khóa.", "This page needs its script (JavaScript) to make a key.")}</p>
<div class="action"><button class="button" type="button" disabled>${t(lang, "Tạo khóa và gửi đăng ký", "Make the key and ask")}</button></div></div>`;
  const job = { vi: "Đăng ký thiết bị", en: "Enrol this device" };
  return answerPage(request, { title: job[lang], job, body, scripts: ["enrol.js"] });
}

/** POST /enrol/:token: a device's public key with its proof of possession; answers the code to read over the telephone. */
export async function postEnrol({ services, context }: PageRequest): Promise<Response> {
  const said = await readValue(context, asked);
  if (!said.ok) return refuse(said.problem);
  const token = context.req.param("token") ?? "";
  const taken = await askByLink(services, token, unhex(said.value.key), unhex(said.value.possession));
  if (!taken.ok) return refuse(taken.problem);
  const { kid } = taken.value;
  return context.json({ kid, fingerprint: fingerprint(kid) }, 202, { "cache-control": "no-store" });
}
