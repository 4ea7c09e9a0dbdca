// The persons of the signer's party: their names, which are kept outside the ledger, and at a treasury the positions that let them review or
// approve, with their days.
import { html } from "hono/html";
import { POSITIONS } from "../../format/codes.ts";
import { keepName, LONGEST_NAME, personNames } from "../../http/person-names.ts";
import { mayOpen } from "../../http/readers.ts";
import type { Who } from "../../http/who.ts";
import { positionAt } from "../../rules/acts/officer-duties.ts";
import type { HeldPosition, PersonFact } from "../../rules/book/facts.ts";
import { endOfDay } from "../../rules/numbers/time.ts";
import { isLine } from "../../spelling/characters.ts";
import { form, hiddenField, textField } from "../../web/fields.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { emptyState, secondButton } from "../../web/parts.ts";
import { formatCount, formatDateTime, formatDay } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, problem, statusOf } from "../../words/problem.ts";
import { answerPage, askWho, indexOf, type PageRequest, typedForm } from "../request.ts";
import { type Member, peopleOf } from "./members.ts";
import { refusal } from "./sign-or-ask.ts";

const JOB = { vi: "Người của đơn vị", en: "Our people" };

/** GET /persons: everyone who has or had a key of the party. */
export async function personsPage(request: PageRequest): Promise<Response> {
  const { who } = request;
  return who ? showPersons(request, who, {}) : askWho(request);
}

/** POST /persons: keeps or erases a name; only a person of the same party may. */
export async function postPersonName(request: PageRequest): Promise<Response> {
  const { who, services, context } = request;
  if (!who) return askWho(request);
  const { person: given, name = "" } = await typedForm(context);
  const person = indexOf(given);
  const fact = person === undefined ? undefined : await services.view.fact("person", person);
  if (person === undefined || !fact || who.person === null || !who.parties.includes(fact.party))
    return showPersons(request, who, { refused: problem("no-standing", { need: "person-of-the-party" }) });
  const typed = name.trim();
  if (typed !== "" && (typed.length > LONGEST_NAME || !isLine(typed)))
    return showPersons(request, who, { refused: problem("bad-request", { expected: "name-of-a-person" }) });
  await keepName(services, person, typed === "" ? undefined : typed);
  return context.redirect("/persons", 303);
}

async function showPersons(request: PageRequest, who: Who, { refused }: { refused?: Problem }): Promise<Response> {
  const { lang, services } = request;
  const members = await peopleOf(services.view, who);
  const names = await personNames(
    services,
    members.map(({ person }) => person),
  );
  const cards = members.map((member) => card(request, who, member, names.get(member.person)));
  const none = { what: { vi: "Chưa có người nào có khóa.", en: "Nobody has a key yet." } };
  const body = html`${refusal(refused)}<p>${t(lang, "Sổ chỉ ghi số hiệu đã băm của mỗi người. Họ tên lưu ngoài sổ, xóa được lúc nào cũng được; hiện cho người cùng đơn vị và in trên giấy tờ người ấy ký.", "The ledger has a hashed number of each person. Names are kept outside it and can be erased at any time; people of the same party see them, and they are printed on papers that the person signs.")}</p>
${cards.length === 0 ? emptyState({ ...none, how: { vi: "Mời thiết bị ở trang Khóa thiết bị.", en: "Invite a device on the page of keys." } }) : cards}`;
  return answerPage(request, { title: JOB[lang], job: JOB, body }, refused ? statusOf(refused) : 200);
}

function card(request: PageRequest, who: Who, { person, fact, keys }: Member, name: string | undefined): Markup {
  const { lang } = request;
  const self = person === who.person ? t(lang, " (anh/chị)", " (you)") : "";
  const heading = `${name ?? t(lang, "Chưa ghi họ tên", "No name yet")}${self}`;
  const entry = html`<a href="/entries/${person}">${t(lang, "mục", "entry")} ${formatCount(person, lang)}</a>`;
  const devices =
    keys === 0
      ? t(lang, "không còn khóa nào ký được", "no key in force")
      : t(lang, `${keys} khóa đang ký được`, keys === 1 ? "1 key in force" : `${keys} keys in force`);
  const positions = mayOpen(who, "control") ? positionsOf(request, person, fact) : "";
  const fields = html`${hiddenField("person", String(person))}${textField({ name: "name", id: `name-${person}`, label: t(lang, "Họ và tên", "Name"), hint: t(lang, "Để trống rồi bấm ghi là xóa", "Leave blank to erase"), maxlength: LONGEST_NAME, value: name ?? "" })}${secondButton({ verb: t(lang, "Ghi họ tên", "Keep the name") })}`;
  return html`<section class="card"><h2>${heading}</h2><p>${t(lang, "Đăng ký tại", "Registered at")} ${entry}; ${devices}.</p>${positions}
${who.person === null ? "" : form("/persons", fields)}</section>`;
}

/** The positions that an officer holds, held or will hold, what they allow today, and the way to another. */
function positionsOf({ lang, services }: PageRequest, person: number, { positions = [] }: PersonFact): Markup {
  const nowS = Math.floor(services.now() / 1000);
  const { own, byOrder } = positionAt({ positions }, nowS);
  const now =
    own === undefined
      ? t(
          lang,
          "Hôm nay không có chức vụ: không lập, không phê duyệt được kết quả.",
          "No position today: neither reviews nor approves.",
        )
      : t(
          lang,
          `Hôm nay: ${POSITIONS[own].vi}${byOrder ? ", được giao ký thừa lệnh" : ""}.`,
          `Today: ${POSITIONS[own].en}${byOrder ? ", signing by order" : ""}.`,
        );
  const rows = positions.map((each) => html`<li>${positionWords(each, nowS, lang)}</li>`);
  return html`<p><strong>${now}</strong></p>${rows.length === 0 ? "" : html`<ul>${rows}</ul>`}
<p><a href="/acts/position.set?person=${person}">${t(lang, "Đề xuất giao chức vụ, quyền ký", "Propose a position")}</a></p>`;
}

function positionWords({ index, position, sinceS, until }: HeldPosition, nowS: number, lang: Lang): Content {
  const words = capital(POSITIONS[position][lang]);
  const since = formatDateTime(sinceS * 1000, lang);
  const days =
    until === undefined
      ? t(lang, `từ ${since}`, `since ${since}`)
      : t(lang, `từ ${since} đến hết ${formatDay(until)}`, `${since} until ${formatDay(until)}`);
  const over = until !== undefined && nowS > endOfDay(until) ? t(lang, ", đã hết hạn", ", over") : "";
  return html`${words}, ${days}${over} (<a href="/entries/${index}">${t(lang, "mục", "entry")} ${formatCount(index, lang)}</a>)`;
}
