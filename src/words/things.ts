// Things that an entry may refer to and offices that may sign it, as problems name them: parts of the dictionary (dictionary.ts).
import type { Words } from "./lang.ts";

/** Things that are not found, or exist already. */
export const THINGS = {
  annex: { vi: "bảng kê", en: "annex" },
  "annex-part": { vi: "phần bảng kê", en: "part of the annex" },
  checkpoint: { vi: "trạm", en: "checkpoint" },
  contest: { vi: "mâu thuẫn", en: "contest" },
  "contradicting-entry": { vi: "mục trái ngược", en: "contradicting entry" },
  "late-entry": { vi: "mục đến muộn chờ kết luận", en: "late entry awaiting a ruling" },
  contract: { vi: "hợp đồng", en: "contract" },
  crusher: { vi: "trạm nghiền", en: "crusher" },
  departure: { vi: "nơi đi", en: "place of departure" },
  destination: { vi: "nơi nhận", en: "destination" },
  document: { vi: "văn bản", en: "document" },
  dossier: { vi: "hồ sơ", en: "dossier" },
  entry: { vi: "mục sổ", en: "entry" },
  factor: { vi: "hệ số", en: "factor" },
  finding: { vi: "kết luận", en: "finding" },
  holder: { vi: "chủ hàng", en: "holder" },
  invoice: { vi: "hóa đơn", en: "invoice" },
  "invoice-of": { vi: "hóa đơn của", en: "the invoice of" },
  key: { vi: "khóa", en: "key" },
  "latest-review": { vi: "kết quả đề xuất mới nhất", en: "latest review" },
  "material-of-line": { vi: "vật liệu của dòng", en: "material of line" },
  package: { vi: "gói thầu", en: "package" },
  paper: { vi: "giấy tờ", en: "paper" },
  party: { vi: "đơn vị", en: "party" },
  "party-of-role": { vi: "{role}", en: "{role}" },
  passage: { vi: "lượt qua trạm đang được tính", en: "passage that counts" },
  person: { vi: "người", en: "person" },
  place: { vi: "nơi", en: "place" },
  plate: { vi: "biển số", en: "plate" },
  product: { vi: "sản phẩm", en: "product" },
  project: { vi: "dự án", en: "project" },
  "project-code": { vi: "mã dự án", en: "project code" },
  proposal: { vi: "đề xuất", en: "proposal" },
  receipt: { vi: "lần nhận đang được tính", en: "receipt that counts" },
  recipe: { vi: "định mức", en: "recipe" },
  recovery: { vi: "khoản thu hồi", en: "recovery" },
  request: { vi: "yêu cầu", en: "request" },
  result: { vi: "kết quả", en: "result" },
  "result-in-force": { vi: "kết quả còn hiệu lực", en: "result in force" },
  review: { vi: "kết quả đề xuất", en: "review" },
  route: { vi: "tuyến", en: "route" },
  "route-end": { vi: "nơi đến", en: "destination" },
  scale: { vi: "cân", en: "scale" },
  "scale-of-place": { vi: "cân của nơi này", en: "scale of this place" },
  signal: { vi: "cảnh báo", en: "signal" },
  slip: { vi: "phiếu", en: "slip" },
  "slip-book": { vi: "quyển phiếu", en: "slip book" },
  "slip-of-code": { vi: "phiếu mang mã này", en: "slip of this code" },
  "slip-or-result": { vi: "phiếu hoặc kết quả", en: "slip or result" },
  source: { vi: "nguồn", en: "source" },
  "source-or-place": { vi: "nguồn hoặc nơi", en: "source or place" },
  "source-place-or-vehicle": { vi: "nguồn, nơi hoặc phương tiện", en: "source, place or vehicle" },
  "tax-code": { vi: "mã số thuế", en: "tax code" },
  stop: { vi: "lần dừng xe đang được tính", en: "stop that counts" },
  "tree-head": { vi: "mốc xác nhận sổ", en: "tree head" },
  vehicle: { vi: "phương tiện", en: "vehicle" },
  weighing: { vi: "lần cân", en: "weighing" },
} as const satisfies Readonly<Record<string, Words>>;

/** Who would have the right that the signer lacks. */
export const SIGNERS = {
  approver: { vi: "bên phải ký duyệt đề xuất này", en: "a party whose approval is needed" },
  "author-of-factor": {
    vi: "bên đã ghi hệ số hoặc chủ đầu tư của dự án ghi trong hệ số",
    en: "who entered the factor, or the owner of its project",
  },
  "author-of-recipe": {
    vi: "bên đã ghi định mức hoặc chủ đầu tư của dự án ghi trong định mức",
    en: "who entered the recipe, or the owner of its project",
  },
  authority: { vi: "cơ quan quản lý", en: "the authority" },
  "authority-or-inspector": { vi: "cơ quan quản lý hoặc thanh tra", en: "an authority or an inspector" },
  "authority-inspector-or-treasury": {
    vi: "cơ quan quản lý, thanh tra hoặc Kho bạc",
    en: "an authority, an inspector or a treasury",
  },
  "contractor-or-owner": { vi: "nhà thầu hoặc chủ đầu tư của gói thầu", en: "contractor or owner of the package" },
  "device-that-recorded": { vi: "chính thiết bị đã ghi lượt qua trạm", en: "the device that recorded the passage" },
  "device-of-book": { vi: "thiết bị giữ quyển phiếu", en: "the device that holds the book" },
  "giver-or-owner": { vi: "nhà thầu gói giao hoặc chủ đầu tư", en: "the giving contractor or the owner" },
  "holder-or-authority": { vi: "đơn vị giữ quyển phiếu hoặc cơ quan quản lý", en: "the holder or the authority" },
  issuer: { vi: "đơn vị đã xuất phiếu", en: "the issuing party" },
  "keeper-of-destination": { vi: "đơn vị quản lý nơi nhận", en: "the place's keeper" },
  "keeper-of-place": { vi: "đơn vị quản lý nơi", en: "the place's keeper" },
  "key-of-party": { vi: "khóa của một đơn vị", en: "a party's key" },
  "maker-of-proposal": { vi: "người đã lập đề xuất", en: "who made the proposal" },
  "not-a-scale-key": { vi: "khóa của cân chỉ ký số cân", en: "a scale's key signs weighings only" },
  "officer-who-did-not-observe": {
    vi: "cán bộ cơ quan quản lý, không phải bên đã ghi nhận",
    en: "an officer of the authority, not of the party that observed",
  },
  "officers-of-checkpoint": { vi: "lực lượng của trạm này", en: "this checkpoint's officers" },
  "own-key-of-scale": { vi: "khóa của chính cân này", en: "this scale's own key" },
  "tax-office": { vi: "cơ quan thuế", en: "the tax office" },
  "owner-contractor-or-supervisor": {
    vi: "chủ đầu tư, nhà thầu hoặc tư vấn giám sát",
    en: "an owner, contractor or supervisor",
  },
  "person-of-the-party": { vi: "một người của chính đơn vị", en: "a person of the same party" },
  "owner-of-project": { vi: "chủ đầu tư của dự án", en: "the project's owner" },
  "owner-or-finance": { vi: "chủ đầu tư hoặc cơ quan tài chính", en: "owner or finance agency" },
  "parties-of-recipe": {
    vi: "chủ đầu tư hoặc giám sát của dự án ghi trong định mức",
    en: "the owner or supervisor of the recipe's own project",
  },
  person: {
    vi: "một người có khóa mang tên mình, không phải khóa của máy",
    en: "a person with a key of their own, not a machine's key",
  },
  "party-of-key-or-authority": {
    vi: "đơn vị có khóa này hoặc cơ quan quản lý",
    en: "the party of the key, or the authority",
  },
  "party-of-dossier-or-treasury": { vi: "đơn vị của hồ sơ hoặc Kho bạc", en: "a party of the claim or its treasury" },
  "party-of-package": { vi: "nhà thầu, giám sát hoặc chủ đầu tư", en: "a party of the package" },
  "party-that-recorded": { vi: "chính đơn vị đã ghi lần nhận", en: "the party that recorded the receipt" },
  "party-of-slip-or-dossier": { vi: "đơn vị của phiếu, của hồ sơ", en: "a party of the slip or the dossier" },
  "receiver-of-package": { vi: "nhà thầu, chủ đầu tư hoặc giám sát của gói thầu", en: "a party of the package" },
  "root-key": { vi: "khóa gốc", en: "a root key" },
  signers: { vi: "{signers}", en: "{signers}" },
  "supervisor-of-factor": { vi: "giám sát của dự án ghi trong hệ số", en: "the supervisor of the row's project" },
  "supervisor-of-project": { vi: "tư vấn giám sát của dự án", en: "the project's supervisor" },
  "officer-who-approves": {
    vi: "giám đốc, phó giám đốc, hoặc trưởng phòng được giao ký thừa lệnh",
    en: "a director, a deputy, or a head who signs by order",
  },
  "officer-who-reviews": { vi: "chuyên viên hoặc trưởng phòng kiểm soát", en: "a specialist or a head of division" },
  "root-or-director": {
    vi: "khóa gốc; với chuyên viên, trưởng phòng và ký thừa lệnh thì cả giám đốc của cán bộ ấy",
    en: "a root; for specialists, heads and signing by order also that officer's director",
  },
  "treasury-of-project": { vi: "cán bộ Kho bạc Nhà nước của dự án", en: "an officer of the project's treasury" },
  sender: { vi: "mỏ, bến bãi hoặc trạm có hàng xuất", en: "a mine, yard or plant that sends loads" },
  "tax-office-or-authority": { vi: "cơ quan thuế hoặc cơ quan quản lý", en: "the tax office or an authority" },
  "tax-office-authority-or-sender": {
    vi: "cơ quan thuế, cơ quan quản lý hoặc đơn vị khai thác",
    en: "the tax office, an authority or whoever runs a source",
  },
  receiver: { vi: "đơn vị nhận hàng", en: "a party that receives loads" },
  "authority-or-treasury": { vi: "cơ quan quản lý hoặc Kho bạc Nhà nước", en: "the authority or a treasury" },
  "checkpoint-officer-or-inspector": {
    vi: "cán bộ trạm kiểm soát hoặc thanh tra",
    en: "an officer of a checkpoint or an inspector",
  },
  "checkpoint-officer": { vi: "cán bộ trạm kiểm soát", en: "an officer of a checkpoint" },
  "treasury-officer": { vi: "cán bộ Kho bạc Nhà nước", en: "an officer of the State Treasury" },
} as const satisfies Readonly<Record<string, Words>>;

/** The states of a slip. `refused`: it came with no right to be issued, inside an observation or out of a slip book, and moves nothing. */
export const SLIP_STATES = {
  transit: { vi: "đang đi", en: "on the way" },
  received: { vi: "đã nhận", en: "received" },
  void: { vi: "đã hủy", en: "void" },
  stray: { vi: "quá hạn, chờ xác minh", en: "expired, to be explained" },
  refused: { vi: "không được công nhận", en: "not recognised" },
  unruled: { vi: "nộp muộn, chờ kết luận", en: "late, awaiting a ruling" },
} as const satisfies Readonly<Record<string, Words>>;
export type SlipStatus = keyof typeof SLIP_STATES;

/** The states of the dossier of a claim; a decided one is shown by its outcome. */
export const CLAIM_STATES = {
  drafting: { vi: "đang lập, chờ đủ chữ ký", en: "being drawn up, signatures missing" },
  withdrawn: { vi: "đã rút hoặc bị từ chối ký", en: "withdrawn or declined" },
  control: { vi: "chờ kiểm soát", en: "awaiting control" },
  approval: { vi: "chờ phê duyệt", en: "awaiting approval" },
  decided: { vi: "đã có kết quả", en: "decided" },
} as const satisfies Readonly<Record<string, Words>>;
export type ClaimStatus = keyof typeof CLAIM_STATES;

/** The states of a proposal. */
export const PROPOSAL_STATES = {
  waiting: { vi: "chờ ký duyệt", en: "awaiting approval" },
  done: { vi: "đã có hiệu lực", en: "in force" },
  withdrawn: { vi: "đã rút", en: "withdrawn" },
  lapsed: { vi: "hết hạn ký duyệt", en: "lapsed" },
} as const satisfies Readonly<Record<string, Words>>;
export type ProposalStatus = keyof typeof PROPOSAL_STATES;
