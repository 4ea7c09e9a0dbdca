// How many persons sign an act and why: the words of docs/rules.md and of the pages on which proposals are signed.
import type { Words } from "./lang.ts";

/** Why one person may sign what is no observation. */
export const ALONE = {
  describes: {
    vi: "chỉ ghi ai, cái gì có thật; tự nó không cho kilôgam nào",
    en: "says who or what exists; gives no kilograms by itself",
  },
  own: {
    vi: "định đoạt phần của chính mình, trong hạn mức hai người đã ký",
    en: "disposes of what is the signer's own, within limits that two persons signed",
  },
  asks: { vi: "chưa có hiệu lực khi các bên khác chưa ký", en: "has no effect until others have signed" },
  second: { vi: "chính là chữ ký của người thứ hai", en: "is itself the second person's signature" },
  device: { vi: "đổi, thêm thiết bị của chính người ký", en: "replaces or adds the signer's own device" },
  ends: { vi: "chỉ bớt đi, chấm dứt hoặc rút lại", en: "only takes away, ends or takes back" },
  looked: {
    vi: "chỉ ghi đã xem xét; không chuyển kilôgam và không gỡ nghi vấn",
    en: "says that something was looked into; moves and clears nothing",
  },
  machine: {
    vi: "việc của sổ: mở sổ, mốc giờ, bằng chứng khóa ký trùng số",
    en: "the log's own: its opening, its clock, the proof of a number used twice",
  },
} as const satisfies Readonly<Record<string, Words>>;
export type Alone = keyof typeof ALONE;

/** The effect of a proposal when all have signed. */
export const MADE = {
  capacity: { vi: "khối lượng được phép hoặc được tính", en: "kilograms that are allowed or counted" },
  clearance: { vi: "gỡ nghi vấn, kết luận", en: "a contradiction taken away" },
  holding: { vi: "chuyển quyền giữ, chuyển khối lượng", en: "other hands" },
  key: { vi: "khóa ký", en: "who signs" },
  terms: { vi: "điều khoản, các bên", en: "terms and parties" },
  money: { vi: "tiền", en: "money" },
  order: { vi: "quy tắc, người giám sát của sổ", en: "the log's own rules" },
} as const satisfies Readonly<Record<string, Words>>;
export type Made = keyof typeof MADE;

/** Who signs a proposal besides its maker. */
export const COSIGNERS = {
  colleague: { vi: "người khác cùng đơn vị, hoặc khóa gốc khác", en: "another person of the party, or another root" },
  "approver-or-colleague": {
    vi: "người khác cùng Kho bạc; một trong hai người có chức vụ phê duyệt",
    en: "another person of the treasury; the position of one of the two approves",
  },
  "another-root": { vi: "khóa gốc khác", en: "another root" },
  authority: { vi: "cơ quan quản lý", en: "the authority" },
  "owner-of-project": { vi: "chủ đầu tư của dự án", en: "the project's owner" },
  "owner-or-supervisor": {
    vi: "bên còn lại trong chủ đầu tư và giám sát",
    en: "the other of the project's owner and supervisor",
  },
  "owner-supervisor-and-treasury": {
    vi: "tại công trình: chủ đầu tư, giám sát và Kho bạc",
    en: "at works: owner, supervisor and treasury",
  },
  "owner-supervisor-and-keeper": {
    vi: "chủ đầu tư, giám sát và đơn vị quản lý nơi nhận",
    en: "owner, supervisor and the keeper of the place",
  },
  "keeper-of-destination": { vi: "đơn vị quản lý nơi nhận", en: "the keeper of the destination" },
  "new-keeper": { vi: "đơn vị nhận quản lý", en: "the new keeper" },
  "holder-of-successor": { vi: "chủ giấy phép mới", en: "the new holder" },
  successor: { vi: "đơn vị kế thừa", en: "the successor" },
  predecessor: { vi: "đơn vị cũ", en: "the predecessor" },
  "office-of-finding": { vi: "cơ quan đã kết luận", en: "the office that recorded the finding" },
  "parties-of-change": {
    vi: "các bên của dự án, cũ và mới, chịu thay đổi",
    en: "the project's parties, old and new, whom the change concerns",
  },
  "parties-of-packages": {
    vi: "chủ đầu tư, giám sát, hai nhà thầu",
    en: "owner, supervisor and both contractors",
  },
  "parties-and-members": {
    vi: "chủ đầu tư, giám sát, nhà thầu và mọi thành viên liên danh, cả thành viên rời đi",
    en: "owner, supervisor, contractor and every member of the joint venture, those who leave too",
  },
} as const satisfies Readonly<Record<string, Words>>;
export type SecondSigner = keyof typeof COSIGNERS;
