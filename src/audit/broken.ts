// The faults that an audit can find: a closed list of rules, each with the sentence that names it. An audit stops at the first one and
// says at which entry, so that two auditors of one log point at the same place.
import type { Problem } from "../words/problem.ts";

/** rule → its sentence in Vietnamese and English. */
export const RULES = {
  file: ["Tệp của bản xuất thiếu hoặc không đọc được", "A file of the export is missing or unreadable"],
  note: ["Mốc xác nhận sổ không đúng khuôn dạng", "The tree head is not a well-formed signed note"],
  "head-signature": ["Chữ ký trên mốc xác nhận sổ không đúng", "The tree head is not signed by the log's key"],
  cosignature: [
    "Dòng ký của một đơn vị xác nhận độc lập trên mốc xác nhận sổ không đúng",
    "A witness's line on the tree head does not hold",
  ],
  stranger: [
    "Mốc xác nhận sổ có dòng ký của người sổ không nêu",
    "The tree head has a line by somebody whom the log does not name",
  ],
  repeated: ["Mốc xác nhận sổ có hai dòng ký của một người", "The tree head has two lines by one signer"],
  handover: [
    "Khóa đã ghim chưa ký bàn giao cho khóa thay nó; cần khóa sổ mới hơn hoặc một mốc đã biết trước",
    "The pinned key did not hand over to the one that replaced it; a newer key or a head seen before is needed",
  ],
  vkey: [
    "Khóa sổ khác khóa đã ghim hoặc khóa ở mục 0",
    "The log key is not the pinned one, or not the one entry 0 names",
  ],
  origin: ["Tên sổ ở mục 0 khác tên trên mốc xác nhận", "Entry 0 names another log than the tree head"],
  size: ["Số mục khác số trên mốc xác nhận", "There are not as many entries as the tree head says"],
  root: ["Gốc cây băm tính lại khác mốc xác nhận", "The recomputed root is not the tree head's"],
  tile: ["Tệp băm không khớp các mục", "A tile does not hold the hashes of its entries"],
  bundle: ["Gói mục sổ hỏng hoặc thiếu mục", "An entry bundle is damaged or short"],
  leaf: ["Mắt xích không đúng khuôn dạng chuẩn tắc", "A leaf is not in its canonical bytes"],
  index: ["Số thứ tự mắt xích sai", "A leaf bears another index than its place"],
  time: [
    "Thời điểm nhận không thể có",
    "A leaf was received at an impossible time: before the one ahead of it, or after its head was cosigned",
  ],
  chain: ["Chuỗi băm đứt", "A leaf does not name the hash of the leaf ahead of it"],
  entry: ["Mục sổ không đúng khuôn dạng", "An entry is malformed"],
  carried: [
    "Mắt xích ghi phiếu đến kèm trong mục sau, mà mục sau không kèm phiếu đó",
    "A leaf says that its slip came embedded in the next entry, and that entry does not embed it",
  ],
  signature: ["Chữ ký của mục sổ không đúng", "An entry's signature does not hold under its registered key"],
  "rules-version": [
    "Chương trình này chưa biết phiên bản quy tắc của sổ từ mục này nên không kiểm toán được; dùng chương trình mới hơn",
    "This program does not know the version of the rules from this entry on and cannot audit it; use a newer program",
  ],
  rules: ["Mục sổ trái quy tắc của sổ", "The rules of the book refuse an entry that the log holds"],
  "since-head": ["Sổ không nối tiếp mốc đã biết trước đây", "The log does not extend the tree head seen before"],
  witnesses: [
    "Mốc xác nhận sổ chưa đủ chữ ký của các đơn vị xác nhận độc lập mà sổ đòi hỏi",
    "The tree head lacks cosignatures of the independent witnesses that the log asks for",
  ],
  table: ["Bảng dữ liệu khác kết quả tính lại từ sổ", "A table differs from what the log says"],
} as const satisfies Record<string, readonly [vi: string, en: string]>;
export type Rule = keyof typeof RULES;

/** A broken rule at a log index; `table` and `column` where a live ledger's table is what broke it. */
export type Broken = {
  readonly index: number;
  readonly rule: Rule;
  readonly detail: string;
  readonly table?: string;
  readonly column?: string;
  readonly problem?: Problem;
  /** The entry's bytes as found, where they are at hand. */
  readonly entry?: Uint8Array;
};

/** A broken rule at an entry. */
export function broken(index: number, rule: Rule, detail = ""): Broken {
  return { index, rule, detail };
}

/** The earlier of two findings; of the same entry the first. */
export function earlier(a: Broken | undefined, b: Broken | undefined): Broken | undefined {
  if (!a || !b) return a ?? b;
  return b.index < a.index ? b : a;
}
