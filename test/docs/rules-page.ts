// The rules as strangers read them: docs/rules.md follows from the table of kinds, the frauds and the fixed numbers of the code.

import { KIND_NAMES, KINDS, type KindName } from "../../src/format/kinds.ts";
import type { Row, SignerRole } from "../../src/rules/acts/row.ts";
import { TABLE } from "../../src/rules/kinds/table.ts";
import { VERSIONS } from "../../src/rules/registry/versions.ts";
import { DICTIONARY } from "../../src/words/dictionary.ts";
import type { Words } from "../../src/words/lang.ts";
import { ALONE, COSIGNERS, MADE } from "../../src/words/persons.ts";
import { SEVERITIES, SIGNAL_OWNERS } from "../../src/words/signals/row.ts";
import { SIGNAL_CODES, SIGNALS } from "../../src/words/signals.ts";
import { FRAUDS } from "./frauds.ts";
import { LIVES } from "./lives.ts";
import { producersOf } from "./signal-producers.ts";

const NATURES: Readonly<Record<Row<KindName>["nature"], string>> = {
  registry: "đăng ký · registry",
  right: "quyền · right",
  observation: "ghi nhận · observation",
};

/** A markdown table, every column as wide as its widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]!.length)));
  const written = lines.map((cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [written[0], rule, ...written.slice(1)].join("\n");
}

function signerText(standing: SignerRole): string {
  const { vi, en } = DICTIONARY.signers[standing];
  return `${vi} · ${en}`;
}

function kinds(): string {
  const rows = KIND_NAMES.map((kind) => {
    const { nature, signers, moves = "–" } = TABLE[kind];
    const { number, vi, en } = KINDS[kind];
    return [String(number), `\`${kind}\``, vi, en, NATURES[nature], signers.map(signerText).join("; "), moves];
  });
  return table(["số · number", "loại · kind", "việc", "act", "tính chất · nature", "ai ký · who signs", "kg"], rows);
}

/** Who signs each kind, how many persons, on whose side, and what comes of it. */
function persons(): string {
  const both = ({ vi, en }: Words) => `${vi} · ${en}`;
  const rows = KIND_NAMES.map((kind) => {
    const row = TABLE[kind];
    const { moves = "–" } = row;
    if (!("proposal" in row)) {
      const why = "alone" in row ? both(ALONE[row.alone]) : "ghi điều đã thấy, đã đo · tells what was seen or measured";
      return [`\`${kind}\``, "1", why, "–", moves];
    }
    const { makes, approvedBy, proposal } = row;
    const count = proposal.alone ? "2; 1 khi chỉ bớt đi · where it only takes away" : "2+";
    const cosigners = approvedBy.map((each) => both(COSIGNERS[each])).join("; ");
    return [`\`${kind}\``, count, "–", cosigners, [both(MADE[makes]), ...(row.moves ? [row.moves] : [])].join(": ")];
  });
  return table(
    [
      "loại · kind",
      "số người · persons",
      "vì sao một người · why one",
      "ai cùng ký · who signs too",
      "tạo ra · what it makes",
    ],
    rows,
  );
}

function frauds(): string {
  const rows = FRAUDS.map(({ vi, en, rule, missing }) => [`${vi} · ${en}`, rule, missing || "–"]);
  return table(["gian lận · fraud", "quy tắc · rule", "chưa có · not yet"], rows);
}

function versions(): string {
  const rows = VERSIONS.map(({ number, date, vi, en }) => [String(number), date, `${vi} · ${en}`]);
  return table(["phiên bản · version", "ngày · date", "thay đổi · what changed"], rows);
}

function signals(): string {
  const rows = SIGNAL_CODES.map((code) => {
    const { vi, en, severity, owner, step } = SIGNALS[code];
    const { [severity]: weight } = SEVERITIES;
    return [
      `\`${code}\``,
      `${vi} · ${en}`,
      `${weight.vi} · ${weight.en}`,
      `${SIGNAL_OWNERS[owner].vi} · ${SIGNAL_OWNERS[owner].en}`,
      `${step.vi} · ${step.en}`,
      producersOf(code).join(", "),
    ];
  });
  return table(
    [
      "mã · code",
      "nội dung · words",
      "mức · severity",
      "ai xem · owner",
      "làm gì trước · first step",
      "từ đâu · raised by",
    ],
    rows,
  );
}

function lives(): string {
  return LIVES.map(({ vi, en, table: { head, rows } }) => `### ${vi} · ${en}\n\n${table(head, rows)}`).join("\n\n");
}

/** The whole of docs/rules.md. */
export function rulesPage(): string {
  return `# Quy tắc · The rules

This page follows from \`src/rules\`: change the code, then run the tests with \`UPDATE_DOCS=1\`.

**Quyền** (right): bị từ chối nếu trái quy tắc, không ghi gì. **Ghi nhận** (observation): người có thẩm quyền nói điều họ thấy thì luôn được
ghi; trái với sổ thì ghi kèm lý do và không chuyển kilôgam nào.

A _right_ that fails is refused and leaves nothing behind. An _observation_ by someone with standing is always stored; where it does not
agree it keeps its verdict and moves nothing. Malformed bytes, unknown signers and references to nothing are refused in both. What needs
more than one signature waits as a proposal and takes effect at the last \`approve\`.

## Các loại mục sổ · Kinds of entry

${kinds()}

## Mấy người ký · How many persons

Người là người, không phải khóa: hai khóa của một người vẫn là một người; khóa của máy không đề xuất và không ký duyệt. Việc cho thêm khối
lượng hay gỡ nghi vấn thì hai người ký; việc chỉ bớt đi thì một người, có hiệu lực ngay.

A person, not a key: two keys of one person are one person, and a machine's key neither proposes nor approves. What gives kilograms or takes a
contradiction away is signed by two persons; what only takes away by one, and takes effect at once. Who signs a kind first is in the table above.
\`test/cases/persons-every-kind.test.ts\` tries each kind with one person too few and with two keys of one person.

${persons()}

## Phiên bản quy tắc · Versions of the rules

Entry 0 names the version by which a log begins; \`rules.version\`, carried by two roots, takes a later one in from the entry after the
last approval. An entry is judged for ever by the version in force at it. A program that does not know the version in force
records and audits nothing by it, and says so.

${versions()}

## Vòng đời · Lives

Mỗi ô cho biết việc ở đầu dòng, khi chứng từ đang ở trạng thái ghi ở đầu cột, chuyển chứng từ sang trạng thái nào (→) hoặc không được
chấp nhận theo mã nào (✗): quyền thì bị từ chối; ghi nhận thì vẫn được ghi kèm mã ấy và không chuyển kilôgam nào. Dòng đầu mỗi bảng cho
biết chứng từ vào sổ ở trạng thái nào. Việc "chờ" được xét khi cơ quan quản lý đã kết luận. Điều quan sát được về một chuyến có mâu thuẫn
hay không thì xét theo tất cả những gì đã ghi (verdicts.md).

Each cell says which state (→) the act of its row leads to from the state of its column, or by which code it fails (✗): a right is
refused, an observation is stored with that code and moves nothing. The first row of each table says in which states a document enters the
log. What waits is judged when the authority has ruled. Whether what was observed of a load contradicts it follows from everything that is
kept about it ([verdicts.md](verdicts.md)). The conditions that an act must also meet are in the code of its kind.

${lives()}

## Cảnh báo · Signals

Cảnh báo là điều phần mềm nhận thấy khi các mục không khớp nhau. Cảnh báo không chuyển kilôgam nào và không kết tội ai; mỗi cảnh báo có
đơn vị phải xem và được đóng bằng một mục \`signal.close\` có lý do.

A signal is what the software notices where entries do not fit each other. It moves nothing and accuses nobody; each has an office that
looks into it, and is closed by a \`signal.close\` entry with a reason. Names in braces are its figures, all integers.

${signals()}

## Gian lận đã gặp · Frauds found in the field

${frauds()}
`;
}
