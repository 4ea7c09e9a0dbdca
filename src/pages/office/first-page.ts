// The first page: what this is, the demo's story in ten lines, a door for each persona, the citizen's field, and how to check us.

import { html } from "hono/html";
import { OUTCOME, ROLE, type Role } from "../../format/codes.ts";
import type { Who } from "../../http/who.ts";
import { CLAIMANTS, INSPECTORS, RECEIVERS, SENDERS } from "../../rules/acts/row.ts";
import type { ResultFact } from "../../rules/book/facts.ts";
import { type Markup, t } from "../../web/layout.ts";
import { definitions } from "../../web/parts.ts";
import { formatDong, formatTonnes } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { personaDoors } from "../persona-doors.ts";
import { answerPage, type PageRequest } from "../request.ts";
import { demoNotes } from "./demo-notes.ts";
import { waitingHere } from "./waiting-here.ts";

/** The door page. */
export async function doorPage(request: PageRequest): Promise<Response> {
  const { lang, services } = request;
  const results = await latestResults(request);
  const body = html`<p class="lead">${t(lang, "Sổ Nguồn cho biết từng kilôgam cát, sỏi, đá, đất đắp trong một hồ sơ thanh toán có đến từ nguồn hợp pháp hay không. Mỗi phiếu vận chuyển, lượt qua trạm, lần nhận hàng và kết quả kiểm soát đều được ký, ghi vào sổ gốc điện tử không sửa được, và ai cũng kiểm tra lại được.", "Sổ Nguồn shows whether each kilogram of sand, gravel, stone and fill in a payment dossier comes from a lawful source. Every slip, passage, receipt and result is signed and entered in a ledger that nobody can rewrite and anyone can check.")}</p>
${request.who ? await ownWork(request, request.who) : ""}${services.demo ? html`${await doors(request)}${story(results, lang)}` : ""}${request.who ? "" : signIn(request)}
${citizen(lang)}
<h2>${t(lang, "Công khai", "Public")}</h2>
<ul class="doors-list"><li><a href="/results">${t(lang, "Kết quả kiểm soát thanh toán", "Results of payment control")}</a></li><li><a href="/sources">${t(lang, "Nguồn vật liệu hợp pháp", "Lawful sources of material")}</a></li><li><a href="/configuration">${t(lang, "Quy tắc, lịch nghỉ và lời văn đang dùng", "Rules, holidays and wording in force")}</a></li></ul>
${await check(request)}`;
  return answerPage(request, {
    title: t(lang, "Trang đầu", "Start"),
    job: { vi: "Sổ gốc điện tử về nguồn vật liệu xây dựng", en: "The ledger of lawful origin for building materials" },
    body,
    ...(request.who ? {} : { scripts: ["signin.js"] }),
  });
}

/** The pages behind the roles, in the order of a working day; a role may open several. */
const WORK: readonly (readonly [path: string, words: Words, roles: readonly Role[]])[] = [
  ["/mine", { vi: "Xuất phiếu vận chuyển", en: "Issue a transport slip" }, SENDERS],
  [
    "/receive",
    { vi: "Nhận hàng", en: "Receive a load" },
    [ROLE.keeper, ROLE.plantOperator, ROLE.projectOwner, ROLE.contractor],
  ],
  ["/check", { vi: "Kiểm tra xe", en: "Check a vehicle" }, [ROLE.transportControl]],
  [
    "/check/road",
    { vi: "Tra phiếu trên đường", en: "Search slips on the road" },
    [ROLE.transportControl, ...INSPECTORS],
  ],
  ["/claims", { vi: "Hồ sơ đề nghị thanh toán của đơn vị", en: "Our payment dossiers" }, CLAIMANTS],
  ["/contracts/new", { vi: "Ghi hợp đồng từ bảng dự toán", en: "A contract from its estimate" }, CLAIMANTS],
  ["/treasury", { vi: "Hồ sơ chờ kiểm soát", en: "Dossiers awaiting control" }, [ROLE.treasury]],
  ["/signals", { vi: "Cảnh báo chờ xem xét", en: "Signals to look into" }, [...INSPECTORS, ROLE.treasury]],
  ["/findings", { vi: "Kết luận kiểm tra", en: "Findings" }, [...INSPECTORS, ROLE.treasury]],
  [
    "/dues",
    { vi: "Thuế, phí theo khối lượng xuất", en: "Dues on what was sent" },
    [...SENDERS, ...INSPECTORS, ROLE.taxOffice],
  ],
  ["/register", { vi: "Đăng ký hàng loạt từ bảng tính", en: "Register in bulk from a spreadsheet" }, [ROLE.authority]],
  ["/rulings", { vi: "Mục đến muộn, chờ kết luận", en: "Late entries awaiting a ruling" }, INSPECTORS],
  ["/contests", { vi: "Nghi vấn theo thiết bị", en: "Contradictions by device" }, INSPECTORS],
  [
    "/proposals",
    { vi: "Đề xuất chờ ký duyệt", en: "Proposals awaiting approval" },
    [...RECEIVERS, ...INSPECTORS, ROLE.treasury, ROLE.taxOffice],
  ],
  [
    "/acts",
    { vi: "Việc khác: đính chính, đề xuất", en: "Other acts: corrections, proposals" },
    [...RECEIVERS, ...INSPECTORS, ROLE.transportControl, ROLE.treasury, ROLE.taxOffice],
  ],
  [
    "/persons",
    { vi: "Người của đơn vị: họ tên, chức vụ", en: "Our people: names, positions" },
    [...RECEIVERS, ...INSPECTORS, ROLE.transportControl, ROLE.treasury, ROLE.taxOffice],
  ],
  [
    "/keys",
    { vi: "Khóa thiết bị của đơn vị", en: "Our device keys" },
    [...RECEIVERS, ...INSPECTORS, ROLE.transportControl, ROLE.treasury, ROLE.taxOffice, ROLE.carrier],
  ],
];

/** The doors of the visitor's work, each with how much waits behind it. */
async function ownWork(request: PageRequest, who: Who): Promise<Markup | ""> {
  const { lang } = request;
  const mine = WORK.filter(([, , roles]) => roles.some((role) => who.roles.includes(role)));
  if (mine.length === 0) return "";
  const waiting = await waitingHere(request, who);
  const count = (path: string) => {
    const n = waiting.get(path);
    return n === undefined ? "" : html` <strong>(${t(lang, `${n} việc chờ`, `${n} waiting`)})</strong>`;
  };
  return html`<section><h2>${t(lang, "Việc của đơn vị", "Our work")}</h2>
<div class="doors">${mine.map(([path, words]) => html`<a class="door" href="${path}"><span>${words[lang]}${count(path)}</span></a>`)}</div></section>`;
}

/** For whoever has a registered device; in the demo the persons' doors come first. */
function signIn({ lang, services }: PageRequest): Markup {
  return html`<section id="signin" data-origin="${services.origin}"><h2>${t(lang, "Đăng nhập bằng khóa của thiết bị", "Sign in with the device's key")}</h2>
<p>${t(lang, "Dành cho đơn vị, cán bộ đã đăng ký khóa trên chính thiết bị này.", "For parties and officers whose key is registered on this very device.")}</p>
<p class="sign-says" role="status">${t(lang, "Trang này cần tập lệnh (JavaScript) để khóa của thiết bị ký được.", "This page needs its script (JavaScript) so that the device's key can sign.")}</p>
<div class="row-action"><button class="button${services.demo ? " second" : ""}" type="button" disabled>${t(lang, "Đăng nhập", "Sign in")}</button></div></section>`;
}

/** A decided dossier as the story tells it. */
type Told = { annex: number; index: number; result: ResultFact; number: number; project: number; name: string };

async function latestResults(request: PageRequest): Promise<Told[]> {
  const { view } = request.services;
  const indexes = (await view.list("decisions", 40)).map(({ key }) => Number(key));
  const results = await view.facts("result", indexes);
  const claims = await view.facts(
    "claim",
    [...results.values()].map((result) => result.annex),
  );
  const projects = await view.facts(
    "project",
    [...claims.values()].map((claim) => claim.project),
  );
  return indexes.flatMap((index) => {
    const result = results.get(String(index));
    const claim = result && claims.get(String(result.annex));
    const project = claim && projects.get(String(claim.project));
    return result && claim && project
      ? [{ annex: result.annex, index, result, number: claim.number, project: claim.project, name: project.name }]
      : [];
  });
}

/** Ten lines: an honest dossier that is paid, one that is not, and why. */
function story(results: readonly Told[], lang: Lang): Markup | "" {
  const paid = results.findLast((each) => each.result.outcome === OUTCOME.pay);
  const refused = results.findLast(
    (each) => each.result.outcome === OUTCOME.refuse || each.result.outcome === OUTCOME.part,
  );
  if (!paid || !refused) return "";
  const project = (of: Told) => html`<a href="/projects/${of.project}">${of.name}</a>`;
  const result = (of: Told, words: string) => html`<a href="/entries/${of.index}">${words}</a>`;
  const tonnes = (kg: number) => `${formatTonnes(kg, lang)}\u00a0${t(lang, "tấn", "t")}`;
  const { result: good } = paid;
  const { result: bad } = refused;
  const lines =
    lang === "vi"
      ? [
          html`Hai mỏ có giấy phép khai thác, một bến bãi, một trạm nghiền và một trạm trộn bê tông ghi vào cùng một sổ: xem <a href="/sources">các nguồn</a>.`,
          html`Mỗi xe rời mỏ mang một phiếu có chữ ký; khối lượng trên phiếu bị trừ ngay vào công suất được phép.`,
          html`Bãi và trạm trộn chỉ xuất được thứ đã nhận; bê tông mang theo đúng số cát, đá đã trộn vào.`,
          html`Công trình ${project(paid)} nhận bê tông theo phiếu, rồi đề nghị ${formatDong(good.claimedDong)}.`,
          html`Cả ${tonnes(good.claimedKg)} cát, đá của hồ sơ đều truy được về mỏ; Kho bạc Nhà nước ${result(paid, "chấp nhận thanh toán toàn bộ")}.`,
          html`Công trình ${project(refused)} đề nghị ${formatDong(bad.claimedDong)} cho phần việc cần ${tonnes(bad.claimedKg)} cát, đá.`,
          html`${tonnes(bad.contradictedKg)} trong đó đi theo các phiếu được ghi nhận hơn một lần: cùng một phiếu, hai lượt qua chốt, hai lần nhận hàng.`,
          html`${tonnes(bad.insufficientKg)} khác không có phiếu nào chứng minh.`,
          html`Hồ sơ này nhận kết quả ${result(refused, bad.outcome === OUTCOME.refuse ? "từ chối thanh toán" : "chấp nhận một phần")}, kèm lý do từng hạng mục và cách bổ sung.`,
          html`Vào vai cán bộ Kho bạc Nhà nước ở trên để kiểm soát các hồ sơ đang chờ, xem từng chuyến từ công trình về mỏ và in thông báo kết quả.`,
        ]
      : [
          html`Two licensed mines, a yard, a crusher and a concrete plant write into one ledger: see <a href="/sources">the sources</a>.`,
          html`Each truck leaves the mine with a signed slip; its kilograms come off the licensed capacity at once.`,
          html`Yard and plant can send only what they received; concrete carries exactly the sand and stone mixed into it.`,
          html`${project(paid)} received concrete by slip and asked for ${formatDong(good.claimedDong, lang)}.`,
          html`All ${tonnes(good.claimedKg)} of its sand and stone trace to a mine; the treasury ${result(paid, "paid in full")}.`,
          html`${project(refused)} asked for ${formatDong(bad.claimedDong, lang)} for work that needs ${tonnes(bad.claimedKg)} of sand and stone.`,
          html`${tonnes(bad.contradictedKg)} of it came under slips recorded more than once: one slip, two passages, two receipts.`,
          html`Another ${tonnes(bad.insufficientKg)} has no slip at all.`,
          html`This dossier was ${result(refused, bad.outcome === OUTCOME.refuse ? "refused" : "accepted in part")}, with reasons for each work line and what would cure them.`,
          html`Take the treasury officer's place above to decide the dossiers that wait, follow each load back to its mine and print the notice.`,
        ];
  return html`<section><h2>${t(lang, "Câu chuyện của tỉnh mẫu (hư cấu)", "The demo province's story (fictional)")}</h2><ol class="story">${lines.map((line) => html`<li>${line}</li>`)}</ol></section>`;
}

async function doors(request: PageRequest): Promise<Markup> {
  const { lang, services } = request;
  const all = services.demo?.personas ?? [];
  return html`<section><h2>${t(lang, "Vào vai một người", "Take a person's place")}</h2>
<p>${t(lang, "Bản mẫu ký thay cho các vai dưới đây; sổ thật chỉ nhận chữ ký từ khóa của từng thiết bị.", "The demo signs for these personas; a real ledger takes only signatures of each device's own key.")}</p>
${personaDoors(lang, all)}</section>
${await demoNotes(services, lang)}`;
}

function citizen(lang: Lang): Markup {
  return html`<section><h2>${t(lang, "Kiểm tra một phiếu", "Check a slip")}</h2>
<form class="form" method="get" action="/check"><div class="field"><label for="f-code">${t(lang, "Mã in dưới mã QR của phiếu", "The code under the slip's QR")}</label><input id="f-code" name="code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false"></div>
<div class="row-action"><button class="button second" type="submit">${t(lang, "Kiểm tra phiếu", "Check the slip")}</button></div></form></section>`;
}

/** Links with which a stranger can check the ledger without trusting us. */
async function check(request: PageRequest): Promise<Markup> {
  const { lang, services, frame } = request;
  const keys = await services.logKeys();
  return html`<section><h2>${t(lang, "Tự kiểm tra sổ", "Check the ledger yourself")}</h2>
<p>${t(lang, "Ghi lại khóa của sổ và mốc xác nhận ngay hôm nay; sau này bất kỳ ai cũng chứng minh được sổ chưa bị viết lại.", "Note the log's key and its newest tree head today; later anyone can prove that nothing was rewritten.")}</p>
${definitions([
  [t(lang, "Khóa của sổ", "Log key"), html`<code class="hash">${keys.at(-1)?.vkey}</code>`],
  [
    t(lang, "Mốc xác nhận sổ", "Tree head"),
    html`<a href="/log/checkpoint">/log/checkpoint</a>${frame.head ? html` (${t(lang, `${frame.head.size} mục`, `${frame.head.size} entries`)})` : ""}`,
  ],
  [
    t(lang, "Cách kiểm tra", "How"),
    html`<code>npx so-nguon export --out so</code>, <code>npx so-nguon audit so --vkey log.vkey</code>`,
  ],
])}</section>`;
}
