// `so-nguon verify FILE`: judges one court bundle with nothing but the file, and the log's key if the court holds it. It says in plain
// words what is proven, and as plainly what a part of a log cannot prove.

import { FLAWS } from "../format/bundle.ts";
import { hex } from "../format/bytes.ts";
import { MATERIALS, type Material, OUTCOMES } from "../format/codes.ts";
import { decodeEntry } from "../format/entry.ts";
import type { Proven } from "../format/prove-bundle.ts";
import { termsAt } from "../format/signatories.ts";
import { readQrText, slipCode } from "../format/slipcode.ts";
import { type ResultProof, type SlipProof, said, type Verified, verifyBundle } from "../rules/readings/evidence.ts";
import { isReversed, SINCE, type Since } from "../rules/readings/since.ts";
import { formatCount, formatDong, formatInstant } from "../words/as-written.ts";
import { type Call, type Command, EXIT } from "./command.ts";
import { bytesOfNamed, keysOfNamed, MOST_BYTES } from "./named-file.ts";

export const command: Command = {
  name: "verify",
  vi: "kiểm tra một hồ sơ chứng cứ, hoặc đọc chuỗi QR của phiếu, không cần mạng",
  en: "verify one court bundle, or read a slip's QR text, offline",
  usage: ["FILE|SN1:… [--vkey FILE]"],
  args: [1, 1],
  options: {
    vkey: { type: "string", value: "FILE", vi: "khóa sổ đã biết trước (ghim)", en: "the log's key as known before" },
  },
  run: verify,
};

async function verify(call: Call): Promise<number> {
  const pinned = call.option("vkey");
  const vkey = pinned === undefined ? undefined : keysOfNamed(pinned);
  if (call.args[0]!.startsWith("SN1:")) return sayQr(call, readQrText(call.args[0]!));
  const found = await verifyBundle(bytesOfNamed(call.args[0]!, MOST_BYTES.bundle), vkey);
  if ("flaw" in found) {
    const [vi, en] = FLAWS[found.flaw];
    const at = found.index === undefined ? "" : ` (mục · entry ${found.index})`;
    call.io.out(
      call.json
        ? `${JSON.stringify({ ok: false, ...found })}\n`
        : `KHÔNG ĐẠT · FAILED [${found.flaw}]${at}: ${vi} · ${en}${found.detail === "" ? "" : ` (${found.detail})`}\n`,
    );
    return EXIT.refused;
  }
  call.io.out(call.json ? `${JSON.stringify(jsonOf(found, vkey !== undefined))}\n` : textOf(found, vkey !== undefined));
  return EXIT.ok;
}

/** Says what a slip's QR text holds. The entry alone names its key and not who holds it: only a bundle or the log proves the signature. */
function sayQr(call: Call, bytes: Uint8Array | undefined): number {
  const decoded = bytes && decodeEntry(bytes);
  const entry = decoded && "entry" in decoded ? decoded.entry : undefined;
  if (entry?.kind !== "slip.issue") {
    const words = "chuỗi QR không phải phiếu của sổ · the QR text is no slip of a ledger";
    call.io.out(call.json ? `${JSON.stringify({ ok: false, flaw: "qr" })}\n` : `KHÔNG ĐẠT · FAILED [qr]: ${words}\n`);
    return EXIT.refused;
  }
  const { body, claimedS } = entry;
  const [code, kid, id] = [slipCode(entry.id), hex(entry.kid), hex(entry.id)];
  const said = { ok: false, kind: "slip", code, entryId: id, kid, massKg: body.massKg, claimedS, proven: false };
  const lines = [
    "ĐỌC ĐƯỢC, CHƯA CHỨNG MINH · READABLE, NOT PROVEN",
    `Phiếu · slip ${code}: ${formatCount(body.massKg)} kg${body.material === undefined ? "" : ` ${namesOf(body.material)}`}, ghi lúc · claimed ${formatInstant(claimedS * 1000)}`,
    `Khóa ký · key ${kid}; mã băm · entry id ${id}`,
    "Tờ phiếu không cho biết khóa này của ai và phiếu có trong sổ không. Tra mã phiếu ở /check, hoặc xin hồ sơ chứng cứ của phiếu rồi kiểm tra tệp ấy.",
    "The paper does not say whose key this is, nor that the slip is in the log. Look the code up at /check, or ask for the slip's court bundle and verify that.",
  ];
  call.io.out(call.json ? `${JSON.stringify(said)}\n` : `${lines.join("\n")}\n`);
  return EXIT.refused;
}

function jsonOf({ proven, proof, since }: Verified, pinned: boolean): Record<string, unknown> {
  const { by, size, root, cosigned, needed, bundle } = proven;
  const witnessed = cosigned.length >= needed;
  const vkey = termsAt(by, size).vkey;
  const log = { origin: by.origin, vkey, size, root: hex(root), cosigned, needed, witnessed, pinned };
  const about = { kind: proof.kind, subject: bundle.subject, entries: proven.leaves.size };
  if (proof.kind === "slip") return { ok: true, ...about, log };
  const { outcome, claimedDong, acceptedDong, paidDong } = proof.decision.body;
  return { ok: true, ...about, outcome, claimedDong, acceptedDong, paidDong, since, figures: proof.figures, log };
}

function textOf({ proven, proof, since }: Verified, pinned: boolean): string {
  const lines = [
    "ĐẠT · VERIFIED",
    ...(isReversed(since) ? ["KẾT QUẢ ĐÃ BỊ HỦY · REVERSED SINCE"] : []),
    ...(proof.kind === "slip"
      ? slipLines(proven, proof)
      : [...resultLines(proven, proof), ...sinceLines(proven, since)]),
    "",
    `Đã chứng minh: ${proven.leaves.size} mục đều nằm trong sổ “${proven.by.origin}” (${proven.size} mục, gốc ${hex(proven.root)}), mỗi mục do khóa đã đăng ký trước đó ký, truy được tới mục 0.`,
    `Proven: all ${proven.leaves.size} entries are in that log, each signed by a key registered earlier, down to entry 0.`,
    ...witnessLines(proven),
    pinned
      ? "Khóa sổ đúng khóa đã ghim. · The log's key is the pinned one."
      : "CHỈ TỰ NHẤT QUÁN: chưa ghim khóa sổ (--vkey). · SELF-CONSISTENT ONLY: no pinned key (--vkey).",
    "Không chứng minh: hạn mức, tồn kho và giấy phép khi từng mục được ký; lần cân đầu là trung thực; một ghi nhận mâu thuẫn có đủ để loại lô hàng; không còn mục nào về sau (hủy, kết luận) ngoài những mục có trong tệp; bao nhiêu ki-lô-gam của từng lô đi vào hạng mục nào, trong phạm vi số mà các mục ghi. Muốn biết, kiểm tra toàn bộ sổ (so-nguon audit).",
    "Not proven: limits, stock and licences when each entry was signed; that the first weighing was honest; that an observation was enough to set a load aside; that no later entry (reversal, finding) bears on these but those in the file; how many kilograms of each lot went into which line, within what the entries state. Audit the whole log for that.",
  ];
  return `${lines.join("\n")}\n`;
}

/** True if as many independent witnesses signed the head as the log's own policy of that size asks for. */
function witnessLines({ cosigned, needed }: Proven): string[] {
  const names = cosigned.join(", ") || "–";
  if (needed === 0)
    return [
      `Đơn vị xác nhận độc lập: chính sách của sổ tại mốc này không yêu cầu (đã ký: ${names}). Không ai ngoài đơn vị vận hành bảo đảm sổ có một lịch sử duy nhất.`,
      `Independent witnesses: the log's policy at this head asks for none (signed: ${names}). Nobody but the operator vouches that the log has one history.`,
    ];
  const enough = cosigned.length >= needed;
  return [
    `${enough ? "ĐỦ" : "CHƯA ĐỦ"} xác nhận độc lập: ${cosigned.length} / ${needed} theo chính sách của sổ tại mốc này (${names}).`,
    `${enough ? "ENOUGH" : "TOO FEW"} independent cosignatures: ${cosigned.length} of ${needed} that the log's policy at this head asks for (${names}).`,
  ];
}

function slipLines(proven: Proven, { slip, later }: SlipProof): string[] {
  const { body } = slip;
  const route = said(proven, body.route, "route.set")?.body;
  const vehicle = said(proven, body.vehicle, "vehicle.register")?.body.plate ?? "?";
  const what = body.material === undefined ? "sản phẩm · product" : namesOf(body.material);
  const source = body.source === undefined ? undefined : said(proven, body.source, "source.grant")?.body;
  const receivedMs = proven.leaves.get(proven.bundle.subject)!.leaf.receivedMs;
  return [
    `Phiếu · slip ${slipCode(slip.id)} (mục · entry ${proven.bundle.subject})`,
    `  ${formatCount(body.massKg)} kg ${what}, xe · vehicle ${vehicle}`,
    `  từ · from ${placeName(proven, route?.from)} → ${placeName(proven, route?.to)}`,
    ...(source ? [`  nguồn · source ${source.number}, ${source.issuer}`] : []),
    `  ghi thời điểm · claimed ${formatInstant(slip.claimedS * 1000)}; vào sổ · received ${formatInstant(receivedMs)}`,
    `  mục về sau trong hồ sơ · later entries in the bundle: ${later}`,
  ];
}

function resultLines(proven: Proven, { decision, annex, figures, origins }: ResultProof): string[] {
  const project = said(proven, annex.project, "project.register")!.body;
  const { outcome, claimedDong, acceptedDong, paidDong } = decision.body;
  const words = OUTCOMES[outcome];
  return [
    `Kết quả kiểm soát thanh toán · payment result (mục · entry ${proven.bundle.subject}): ${words.vi} · ${words.en}`,
    `  ${project.code} ${project.name}, gói · package ${annex.package}, hồ sơ số · dossier ${annex.number}`,
    `  đề nghị · claimed ${formatDong(claimedDong)}; chấp nhận · accepted ${formatDong(acceptedDong)}; số tiền chi · paid out ${formatDong(paidDong)}`,
    ...figures.lines.flatMap((line, i) =>
      line.materials.map((each) => {
        const shown = each.ledgerKg + each.paperKg + each.transitionalKg;
        return `  dòng · line ${i + 1} ${namesOf(each.material)}: cần · needs ${formatCount(each.demandKg)} kg, đủ căn cứ · verified ${formatCount(shown)}, miễn · exempt ${formatCount(each.exemptKg)}, chưa đủ · insufficient ${formatCount(each.insufficientKg)}, mâu thuẫn · contradicted ${formatCount(each.contradictedKg)}`;
      }),
    ),
    `  ${origins.length} lô truy về nguồn trong hồ sơ này. Thứ tự nhập trước, xuất trước là quy ước của sổ.`,
    `  ${origins.length} lots are traced to their sources here. First in, first out is a convention of the books.`,
  ];
}

/** Events since a result, as far as the file holds it. */
function sinceLines({ size }: Proven, since: readonly Since[]): string[] {
  const lines = since.map(({ what, index, dong, loads, kg }) => {
    const [vi, en] = SINCE[what];
    const money = dong === undefined ? "" : `: ${formatDong(dong)}`;
    const of = loads === undefined || kg === undefined ? "" : `: ${loads} lô · lots, ${formatCount(kg)} kg`;
    return `  mục · entry ${index}: ${vi} · ${en}${money}${of}`;
  });
  return [
    `Từ khi ký, tới mốc ${size} mục, theo các mục có trong tệp · Since it was signed, up to size ${size}, by the entries of this file:`,
    ...(lines.length > 0 ? lines : ["  không có việc nào · nothing"]),
  ];
}

function placeName(proven: Proven, index: number | undefined): string {
  if (index === undefined) return "?";
  return (said(proven, index, "site.register") ?? said(proven, index, "project.register"))?.body.name ?? `${index}`;
}

function namesOf(material: Material): string {
  const { vi, en } = MATERIALS[material];
  return `${vi} · ${en}`;
}
