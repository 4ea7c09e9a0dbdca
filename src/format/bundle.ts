// The court bundle: one file that proves one slip or one payment result to whoever holds the log's key, with no network and no
// database. It carries leaves with their inclusion proofs under one signed tree head, every registration down to entry 0, and for a
// result the figures and where the kilograms came from. Layout: docs/format.md, "Court bundle".

import { figures } from "./bodies/payment.ts";
import { equal } from "./bytes.ts";
import { decodeCbor, encodeCbor } from "./cbor.ts";
import { sha256 } from "./hash.ts";
import { bytes, bytesUpTo, integer, list, Misshapen, maybe, type Of, plainRecord, text } from "./shape.ts";

/** The format name that a bundle carries, and the page that defines the format. */
export const BUNDLE_FORMAT = "so-nguon/bundle/v1";
export const BUNDLE_SPEC = "docs/format.md, Court bundle";

const index = integer(0, 2 ** 40);
const proven = plainRecord({ leaf: [1, bytesUpTo(40, 20_000)], proof: [2, list(bytes(32), 0, 53)] });

/**
 * Kilograms of one material of one work line with the leaves of their way, from the contract package back to their source. `contested`
 * is the leaf of the observation or finding that contradicts a slip on that way.
 */
const origin = plainRecord({
  line: [1, integer(0, 4199)],
  material: [2, integer(1, 100)],
  kg: [3, integer(1, 10 ** 12)],
  way: [4, list(index, 2, 200)],
  contested: [5, maybe(index)],
});
export type Origin = Of<typeof origin>;

const bundle = plainRecord({
  format: [1, text(1, 40)],
  spec: [2, text(1, 80)],
  head: [3, text(50, 100_000)],
  /** The leaf that the bundle is about. */
  subject: [4, index],
  leaves: [5, list(proven, 1, 200_000)],
  figures: [6, maybe(figures)],
  origins: [7, maybe(list(origin, 0, 200_000))],
  /** The consistency proof from the head that the review names to `head`. */
  reviewed: [8, maybe(list(bytes(32), 0, 107))],
});
export type Bundle = Of<typeof bundle>;
export const bundleCddl: string = bundle.cddl;

/** Canonical CBOR [bundle, SHA-256 of the bundle's own bytes]: damage shows before anything is judged. */
export function encodeBundle(value: Bundle): Uint8Array {
  const wire = bundle.write(value, "bundle");
  return encodeCbor([wire, sha256(encodeCbor(wire))]);
}

/** The bundle in a file, unverified, or what is wrong with its form. */
export function decodeBundle(file: Uint8Array): Bundle | Flaw {
  const wire = decodeCbor(file);
  if (!Array.isArray(wire) || wire.length !== 2 || !(wire[0] instanceof Map)) return flaw("form");
  const [content, digest] = wire;
  if (!(digest instanceof Uint8Array) || !equal(sha256(encodeCbor(content)), digest)) return flaw("digest");
  try {
    const value = bundle.read(content, "bundle");
    return value.format === BUNDLE_FORMAT && value.spec === BUNDLE_SPEC ? value : flaw("form");
  } catch (error) {
    if (error instanceof Misshapen) return flaw("form", undefined, error.message);
    throw error;
  }
}

/** The faults that a bundle can have: a closed list with its words. */
export const FLAWS = {
  form: ["tệp không đúng khuôn dạng", "the file is not of the form of a bundle"],
  digest: ["tệp đã bị thay đổi", "the file has been changed"],
  key: ["khóa sổ không phải khóa đã ghim", "the log's key is not the pinned one"],
  pin: [
    "khóa sổ nhập vào không phải nội dung log.vkey (mỗi dòng một khóa, không xuống dòng giữa khóa)",
    "the key given as known before is not the text of a log.vkey (a key on each line, none broken over two)",
  ],
  handover: [
    "khóa đã ghim chưa ký bàn giao cho khóa thay nó; cần khóa sổ mới hơn hoặc một mốc đã biết trước",
    "the pinned key did not hand over to the one that replaced it; a newer key or a head seen before is needed",
  ],
  head: ["mốc xác nhận sổ không do khóa sổ ký", "the tree head is not signed by the log"],
  stranger: [
    "mốc xác nhận có dòng ký của người sổ không nêu",
    "the tree head has a line by somebody whom the log does not name",
  ],
  repeated: ["mốc xác nhận có hai dòng ký của một người", "the tree head has two lines by one signer"],
  cosignature: [
    "dòng ký của một đơn vị xác nhận độc lập không đúng",
    "a witness's line on the tree head does not hold",
  ],
  leaf: ["mắt xích không đúng khuôn dạng hoặc sai thứ tự", "a leaf is malformed or out of order"],
  inclusion: ["mục không nằm trong sổ tại mốc xác nhận", "an entry is not in the log under the tree head"],
  signer: ["khóa ký của mục chưa được đăng ký trước đó", "an entry's key is not registered by an earlier entry here"],
  signature: ["chữ ký của mục không đúng", "an entry's signature does not hold"],
  reference: ["thiếu mục được dẫn chiếu", "an entry that another one names is missing"],
  time: [
    "thời điểm vào sổ không thể có",
    "an entry was received at an impossible time: before one ahead of it, or after its head was cosigned",
  ],
  chain: ["chuỗi băm giữa hai mục liền nhau bị đứt", "two neighbouring entries are not chained"],
  twice: ["một khóa đã dùng một số thứ tự hai lần", "a key has used one number twice"],
  possession: [
    "khóa được đăng ký không kèm bằng chứng nắm giữ đúng",
    "a registered key's proof of possession does not hold",
  ],
  ended: ["mục được ký bằng khóa đã thu hồi", "an entry is signed by a key that had been revoked"],
  subject: ["hồ sơ không nói về phiếu hoặc kết quả nào", "the bundle is about no slip and no result"],
  link: ["các chữ ký không nối với nhau", "the signatures do not name one another"],
  order: ["các chữ ký không đúng thứ tự", "the signatures were not made in their order"],
  standing: ["người ký không có vai trò ký việc này", "the signer has no standing for this act"],
  reviewed: [
    "mốc xác nhận mà cán bộ kiểm soát dựa vào không phải của sổ này",
    "the tree head on which the review rests is not of this log",
  ],
  figures: ["số liệu không khớp số liệu đã ký", "the figures are not the signed ones"],
  way: [
    "đường đi của vật liệu không theo các mục mà nó dẫn",
    "a step of the material's way does not follow from the entries it names",
  ],
  contested: [
    "mục nêu là mâu thuẫn không nói về lô hàng này",
    "what is said to contradict a load speaks of another one",
  ],
  kilograms: ["khối lượng qua một mục vượt số mục ấy ghi", "more kilograms pass an entry than it states"],
  origins: ["nguồn gốc khối lượng không khớp số liệu", "the origins do not add up to the figures"],
} as const satisfies Record<string, readonly [vi: string, en: string]>;

/** A fault, and the log index at which it was found where there is one. */
export type Flaw = { readonly flaw: keyof typeof FLAWS; readonly index: number | undefined; readonly detail: string };

/** A flaw at a log index. */
export function flaw(what: keyof typeof FLAWS, at?: number, detail = ""): Flaw {
  return { flaw: what, index: at, detail };
}
