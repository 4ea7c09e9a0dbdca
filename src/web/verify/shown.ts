// The text of the page from disk about a court bundle: the same verdict as `so-nguon verify`, laid out for a reader who has never seen
// the ledger. It only puts into words what rules/evidence.ts has found; nothing is judged here.

import { html } from "hono/html";
import { FLAWS, type Flaw } from "../../format/bundle.ts";
import { hex } from "../../format/bytes.ts";
import { OUTCOMES, ROLES } from "../../format/codes.ts";
import { KINDS } from "../../format/kinds.ts";
import type { Proven, ProvenLeaf } from "../../format/prove-bundle.ts";
import { termsAt } from "../../format/signatories.ts";
import { slipCode } from "../../format/slipcode.ts";
import { type ResultProof, type SlipProof, said, type Verified } from "../../rules/readings/evidence.ts";
import { isReversed } from "../../rules/readings/since.ts";
import { formatCount, formatDateTime, formatDong, formatTonnes } from "../../words/as-written.ts";
import type { Words } from "../../words/lang.ts";
import { capital } from "../islands/shared/verdict-words.ts";
import { both, type Content, type Markup } from "../layout.ts";
import { definitions, disclosure, figuresTable, proofFold, verdictPanel } from "../parts.ts";
import { materialTable, sourcesTable, workTable } from "./figures-shown.ts";
import { materialWords, placeSaid } from "./names.ts";
import { sinceShown } from "./since-shown.ts";
import { waysShown } from "./ways-shown.ts";

/** Entries listed one by one; a result may rest on thousands. */
const LISTED = 400;

/** The verdict on a bundle with all that it says; `pinned` where the reader has given the log's key. */
export function verdictShown(found: Verified | Flaw, pinned: boolean): Markup {
  if ("flaw" in found) return flawShown(found);
  const { proven, proof } = found;
  return html`${panel(pinned, found)}
${proof.kind === "slip" ? slipShown(proven, proof) : resultShown(proven, proof)}
${sinceShown(found)}
${provenShown(proven, pinned)}
${signersShown(found)}
${notProven()}
${proofShown(found)}`;
}

/** Why a file does not hold, and at which entry. */
function flawShown({ flaw, index, detail }: Flaw): Markup {
  const [vi, en] = FLAWS[flaw];
  const at = (word: string) => (index === undefined ? "" : ` (${word} ${index})`);
  const panel = verdictPanel({
    state: "contradicted",
    word: { vi: "Không đạt", en: "Failed" },
    reason: both(`${sentenceOf(vi)}${at("mục")}.`, `${sentenceOf(en)}${at("entry")}.`),
    more: {
      vi: "Không dùng tệp này làm chứng cứ. Hãy xin lại hồ sơ từ nơi giữ sổ, hoặc từ một cơ quan khác đang giữ bản của mình.",
      en: "Do not rely on this file. Ask the keeper of the ledger for the bundle again, or another office that keeps a copy.",
    },
  });
  const rule = definitions([
    [{ vi: "Quy tắc không đạt", en: "The rule that fails" }, html`<code>${flaw}</code>`],
    ...(detail === "" ? [] : [[{ vi: "Chi tiết", en: "Detail" }, html`<code class="hash">${detail}</code>`] as const]),
  ]);
  return html`${panel}${disclosure({ vi: "Chứng cứ kỹ thuật", en: "Technical evidence" }, rule)}`;
}

function sentenceOf(text: string): string {
  return text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
}

/**
 * Amber without a pinned key, since whoever forges a whole log forges a consistent one; and under a head with fewer independent
 * cosignatures than the log's own policy asks for, since the operator could then show another log to others.
 */
function panel(pinned: boolean, { proven: { cosigned, needed }, since }: Verified): Markup {
  if (isReversed(since))
    return verdictPanel({
      state: "insufficient",
      word: { vi: "Kết quả này đã bị hủy", en: "This result was reversed" },
      reason: {
        vi: `Chữ ký và bằng chứng trong hồ sơ khớp nhau${pinned ? "" : ", nhưng chưa ghim khóa sổ"}; sau khi ký, Kho bạc đã hủy kết quả bằng chữ ký của hai người.`,
        en: `Signatures and proofs agree${pinned ? "" : ", but no key of the log is pinned"}; after it was signed, two persons of the treasury reversed the result.`,
      },
    });
  if (pinned && cosigned.length < needed)
    return verdictPanel({
      state: "insufficient",
      word: { vi: "Đúng chữ ký, chưa đủ xác nhận độc lập", en: "Rightly signed, too few independent cosignatures" },
      reason: {
        vi: `Mốc xác nhận sổ mới có ${cosigned.length} trên ${needed} xác nhận độc lập mà chính sách của sổ yêu cầu. Hãy xin lại hồ sơ dưới một mốc đã đủ xác nhận.`,
        en: `The tree head has ${cosigned.length} of the ${needed} independent cosignatures that the log's policy asks for. Ask for the bundle again under a head that has them.`,
      },
    });
  if (pinned)
    return verdictPanel({
      state: "verified",
      word: { vi: "Đạt", en: "Verified" },
      reason: {
        vi: "Mọi mục trong hồ sơ đều nằm trong sổ, đúng chữ ký, nối với nhau đúng như các mục ghi, và khóa sổ đúng khóa đã ghim.",
        en: "Every entry is in the log, rightly signed and leads to the others as it says, and the log's key is the pinned one.",
      },
      more: LIMITS,
    });
  return verdictPanel({
    state: "insufficient",
    word: { vi: "Chỉ tự nhất quán", en: "Self-consistent only" },
    reason: {
      vi: "Chữ ký và bằng chứng trong hồ sơ khớp nhau, nhưng chưa biết đây có phải sổ thật không. Hãy dán khóa sổ đã biết trước.",
      en: "Signatures and proofs agree, but whether this is the real log is not known yet. Paste the log's key as known before.",
    },
  });
}

/** The limits of a part of the log, said beside the verdict. */
const LIMITS: Words = {
  vi: "Một phần của sổ không cho biết: hạn mức và giấy phép khi ký, mục về sau (thu hồi, kết luận), lô nào xuất trước, lần cân đầu có trung thực không. Xem “Không chứng minh” bên dưới.",
  en: "A part of the log cannot show: limits and licences when it was signed, later entries (revocations, findings), which lot went first, or that the first weighing was honest. See “What is not proven” below.",
};

function heading(vi: string, en: string): Markup {
  return html`<h2>${both(vi, en)}</h2>`;
}

function slipShown(proven: Proven, { slip, later }: SlipProof): Markup {
  const { body } = slip;
  const route = said(proven, body.route, "route.set")?.body;
  const source = body.source === undefined ? undefined : said(proven, body.source, "source.grant")?.body;
  const product = body.product === undefined ? undefined : said(proven, body.product, "recipe.set")?.body;
  const receivedMs = proven.leaves.get(proven.bundle.subject)!.leaf.receivedMs;
  const load = body.material === undefined ? (product?.name ?? "sản phẩm · product") : materialWords(body.material);
  return html`${heading("Phiếu vận chuyển vật liệu", "Material transport slip")}
${definitions([
  [{ vi: "Mã phiếu", en: "Slip code" }, html`<strong>${slipCode(slip.id)}</strong>`],
  [{ vi: "Hàng", en: "Load" }, load],
  [
    { vi: "Khối lượng", en: "Mass" },
    html`<strong>${formatTonnes(body.massKg)} tấn</strong> (${formatCount(body.massKg)} kg)`,
  ],
  [{ vi: "Xe, tàu", en: "Vehicle" }, said(proven, body.vehicle, "vehicle.register")?.body.plate ?? "?"],
  [{ vi: "Từ", en: "From" }, placeSaid(proven, route?.from)],
  [{ vi: "Đến", en: "To" }, placeSaid(proven, route?.to)],
  ...(source ? [[{ vi: "Nguồn", en: "Source" }, `${source.number}, ${source.issuer}`] as const] : []),
  [{ vi: "Ghi trên phiếu", en: "Time on the slip" }, formatDateTime(slip.claimedS * 1000)],
  [{ vi: "Vào sổ", en: "Entered in the log" }, formatDateTime(receivedMs)],
  [{ vi: "Ghi nhận về sau trong hồ sơ", en: "Later records in this file" }, formatCount(later)],
])}`;
}

function resultShown(proven: Proven, proof: ResultProof): Markup {
  const { decision, annex, figures, origins } = proof;
  const project = said(proven, annex.project, "project.register")!.body;
  const contract = project.packages.find((each) => each.number === annex.package)?.name;
  const words: Words = OUTCOMES[decision.body.outcome];
  return html`${heading("Kết quả kiểm soát thanh toán", "Result of payment control")}
${definitions([
  [{ vi: "Kết quả", en: "Outcome" }, html`<strong>${words.vi}</strong> · ${words.en}`],
  [{ vi: "Dự án", en: "Project" }, `${project.name} (${project.code})`],
  [{ vi: "Gói thầu, hồ sơ", en: "Package, dossier" }, `${contract ?? annex.package}; hồ sơ số ${annex.number}`],
  [{ vi: "Đề nghị", en: "Asked" }, formatDong(decision.body.claimedDong)],
  [{ vi: "Chấp nhận", en: "Accepted" }, html`<strong>${formatDong(decision.body.acceptedDong)}</strong>`],
  ...(decision.body.paidDong === decision.body.acceptedDong
    ? []
    : [
        [
          { vi: "Số tiền chi sau bù trừ thu hồi", en: "Paid after recoveries" },
          formatDong(decision.body.paidDong),
        ] as const,
      ]),
  [{ vi: "Lý do ghi trong kết quả", en: "The result's own words" }, decision.body.text],
])}
${workTable(annex.lines, figures)}
${materialTable(annex.lines, figures)}
<p>${both(
    `Số liệu trên được tính lại từ định mức trong hồ sơ và khớp số liệu đã ký. ${formatCount(origins.length)} lô vật liệu truy được về nguồn trong hồ sơ này.`,
    `These figures were computed again from the recipes in the file and are the signed ones. ${formatCount(origins.length, "en")} lots are traced to their sources here.`,
  )}</p>
${sourcesTable(proven, proof)}
${waysShown(proven, proof)}`;
}

function provenShown(proven: Proven, pinned: boolean): Markup {
  const { by, size, root, leaves } = proven;
  return html`${heading("Đã chứng minh", "What is proven")}
<p>${both(
    `${formatCount(leaves.size)} mục trong hồ sơ đều nằm trong sổ dưới đây, mỗi mục do một khóa đã đăng ký trước đó ký, truy được tới mục 0.`,
    `All ${formatCount(leaves.size, "en")} entries of this file are in the log below, each signed by a key registered earlier, down to entry 0.`,
  )}</p>
${definitions([
  [{ vi: "Sổ", en: "Log" }, html`<strong>${by.origin}</strong>`],
  [
    { vi: "Mốc xác nhận sổ", en: "Tree head" },
    html`${formatCount(size)} mục · entries<br><code class="hash">${hex(root)}</code>`,
  ],
  [{ vi: "Xác nhận độc lập", en: "Independent cosignatures" }, witnessesShown(proven)],
  [
    { vi: "Khóa sổ", en: "The log's key" },
    html`${pinned ? both("đúng khóa đã ghim", "the pinned one") : both("chưa ghim", "not pinned")}<code class="hash">${termsAt(by, size).vkey}</code>`,
  ],
])}`;
}

function witnessesShown({ cosigned, needed }: Proven): Markup {
  const names = cosigned.length > 0 ? html`<br>${cosigned.join(", ")}` : "";
  if (needed === 0)
    return html`${both(
      "chính sách của sổ tại mốc này không yêu cầu: chỉ có lời của đơn vị vận hành rằng sổ chỉ có một lịch sử",
      "the log's policy at this head asks for none: that it has one history is the operator's word alone",
    )}${names}`;
  const [has, asked] = [formatCount(cosigned.length), formatCount(needed)];
  return html`<strong>${has} / ${asked}</strong> ${
    cosigned.length >= needed
      ? both("đủ theo chính sách của sổ tại mốc này", "enough by the log's policy at this head")
      : both("chưa đủ theo chính sách của sổ tại mốc này", "too few by the log's policy at this head")
  }${names}`;
}

/** Who signed what: those whom the subject needs at once, everyone in a fold. */
function signersShown({ proven, proof }: Verified): Markup {
  const { subject } = proven.bundle;
  const entries = [...proven.leaves.values()];
  const bears = ({ leaf, entry }: ProvenLeaf) => {
    if (leaf.index === subject) return true;
    if (proof.kind === "slip") return leaf.index > subject;
    const { annex, review } = proof.decision.body;
    return [annex, review].includes(leaf.index) || (entry.kind === "annex.cosign" && entry.body.annex === annex);
  };
  const listed = entries.slice(0, LISTED);
  const left = entries.length - listed.length;
  const rest =
    left > 0
      ? html`<p>${both(`Còn ${formatCount(left)} mục nữa, đã kiểm tra như các mục trên.`, `${formatCount(left, "en")} more, verified like these.`)}</p>`
      : "";
  return html`${heading("Ai đã ký", "Who signed")}
${signersTable(proven, entries.filter(bears), { vi: "Các chữ ký của việc này", en: "The signatures of this matter" })}
${disclosure(
  { vi: "Mọi mục trong hồ sơ", en: "Every entry of the file" },
  html`${signersTable(proven, listed, { vi: "Theo thứ tự của sổ", en: "In the order of the log" })}${rest}`,
)}`;
}

function signersTable(proven: Proven, entries: readonly ProvenLeaf[], caption: Words): Markup {
  return figuresTable({
    caption,
    columns: [
      { head: "Việc · Act" },
      { head: "Mục · Entry", kind: "figure" },
      { head: "Đơn vị ký · Signed by" },
      { head: "Vào sổ · Received" },
    ],
    rows: entries.map((each) => [
      { vi: capital(KINDS[each.entry.kind].vi), en: capital(KINDS[each.entry.kind].en) },
      formatCount(each.leaf.index),
      signerShown(proven, each),
      formatDateTime(each.leaf.receivedMs),
    ]),
  });
}

function signerShown(proven: Proven, { signer }: ProvenLeaf): Content {
  if (signer.kind !== "key.register") return { vi: "Khóa nêu ở mục 0", en: "A key that entry 0 names" };
  const party = said(proven, signer.body.party, "party.register")?.body;
  if (!party) return String(signer.body.party);
  const roles = party.roles.map((role) => ROLES[role].vi).join(", ");
  return html`<span>${party.name}<br><span class="soft">${roles}</span></span>`;
}

function notProven(): Markup {
  return html`${heading("Không chứng minh", "What is not proven")}
<ul>
<li>${both("Lần cân đầu tiên là trung thực.", "That the first weighing was honest.")}</li>
<li>${both(
    "Hạn mức của nguồn, tồn kho và giấy phép còn đủ khi từng mục được ký: sổ đã kiểm lúc ghi, muốn kiểm lại cần toàn bộ sổ.",
    "That limits, stock and licences held when each entry was signed: the log checked it then; to check it again takes the whole log.",
  )}</li>
<li>${both(
    "Một ghi nhận mâu thuẫn có đủ để loại lô hàng hay không: hồ sơ chỉ cho thấy ghi nhận ấy nói về đúng lô hàng này.",
    "That an observation was enough to set a load aside: the file shows only that it speaks of this load.",
  )}</li>
<li>${both(
    "Không còn mục nào về sau (hủy kết quả, kết luận kiểm tra) ngoài những mục có trong tệp. Muốn biết, kiểm tra toàn bộ sổ bằng so-nguon audit.",
    "That no later entry (a reversal, a finding) bears on these but those in the file. For that, audit the whole log with so-nguon audit.",
  )}</li>
<li>${both(
    "Bao nhiêu ki-lô-gam của từng lô đi vào hạng mục nào: không vượt số mà phiếu, biên nhận ghi và cộng lại đúng số đã ký, còn lô nào xuất trước là quy ước của sổ, chỉ tính lại toàn bộ sổ mới thấy.",
    "How many kilograms of each lot went into which line: they stay within what slip and receipt state and add up to the signed figures, but which lot went first is a convention of the books, which only a replay of the whole log shows.",
  )}</li>
</ul>`;
}

function proofShown({ proven, proof }: Verified): Markup {
  const entry = proof.kind === "slip" ? proof.slip : proof.decision;
  const { subject, head } = proven.bundle;
  return proofFold("vi", {
    index: subject,
    entryId: hex(entry.id),
    kid: hex(entry.kid),
    rootHash: hex(proven.root),
    treeSize: proven.size,
    more: [["Mốc xác nhận sổ, nguyên văn", html`<pre class="head-note">${head}</pre>`]],
  });
}
