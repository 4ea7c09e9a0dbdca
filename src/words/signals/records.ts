// Signals about papers, dossiers, recipes, rule sets, keys and hours.
import type { SignalRows } from "./row.ts";

export const RECORD_SIGNALS = {
  "called-distinct": {
    vi: "Mục {subject} được ghi là khác với mục {before}, dù biển số, số giấy phép, tên hoặc mã hiệu trông giống nhau.",
    en: "Entry {subject} is called distinct from entry {before}, although plate, licence number, name or code look alike.",
    severity: "look",
    owner: "inspector",
    step: {
      vi: "So hai bản gốc; nếu là một thì dừng mục ghi sau.",
      en: "Compare both originals; if they are one, stop the later record.",
    },
    figures: { before: "entry" },
  },
  "invoiced-twice": {
    vi: "Hóa đơn ở mục {invoice} kê lại mục {subject} mà hóa đơn ở mục {before} đã kê.",
    en: "The invoice of entry {invoice} covers entry {subject}, which the invoice of entry {before} covers already.",
    severity: "look",
    owner: "inspector",
    step: {
      vi: "Đối chiếu hai hóa đơn với bên bán; xem bên nào được thanh toán.",
      en: "Compare both invoices with the seller; see which was paid.",
    },
    figures: { invoice: "entry", before: "entry" },
  },
  "paper-twice": {
    vi: "Giấy tờ ở mục {subject} có cùng nội dung văn bản và cùng vật liệu với giấy tờ ở mục {before}.",
    en: "The paper of entry {subject} has the same text and material as the paper of entry {before}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "So hai bản gốc trước khi xác nhận; một hóa đơn chỉ được tính một lần.",
      en: "Compare the originals before attesting; one invoice counts once.",
    },
    figures: { before: "entry" },
  },
  "paper-beside-slips": {
    vi: "Mục {subject}: vật liệu của nguồn {source} đến dự án {project} vừa có phiếu, vừa có giấy tờ được xác nhận, trong {days} ngày.",
    en: "Entry {subject}: material of source {source} came to project {project} both by slip and by attested paper on {days} days.",
    severity: "look",
    owner: "inspector",
    step: {
      vi: "So giấy tờ với các phiếu của những ngày ấy: một chuyến chỉ được tính một lần.",
      en: "Compare the paper with the slips of those days: one load counts once.",
    },
    figures: { source: "entry", project: "entry", days: "count" },
  },
  "paper-of-past-year": {
    vi: "Giấy tờ ở mục {subject} lấy {mass_kg} kg vào công suất một năm trước năm nguồn {source} được ghi vào sổ.",
    en: "The paper of entry {subject} takes {mass_kg} kg out of the capacity of a year before the ledger knew source {source}.",
    severity: "look",
    owner: "inspector",
    step: {
      vi: "Đối chiếu sản lượng nguồn đã kê khai nộp thuế của năm đó; sổ chưa ghi gì về năm đó để so.",
      en: "Compare what the source declared for tax in that year; the ledger has nothing of that year to compare with.",
    },
    figures: { source: "entry", mass_kg: "kg" },
  },
  "limit-not-stated": {
    vi: "Nguồn {subject} bắt đầu xuất khi không có công suất năm và không có trữ lượng: sổ không chặn được lượng lấy ra.",
    en: "Source {subject} begins to give with neither a yearly capacity nor a reserve: nothing in the ledger limits it.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Bổ sung giới hạn theo giấy phép (điều chỉnh nguồn); đơn vị cấp phép xác nhận nếu giấy phép không ghi.",
      en: "Add the licence's limit by an amendment; where the licence states none, ask who granted it.",
    },
    figures: {},
  },
  "invoice-differs": {
    vi: "Hóa đơn ở mục {subject} ghi {invoice_kg} kg, các phiếu và giấy tờ kê theo có {covered_kg} kg lúc đi, {received_kg} kg lúc nhận: lệch quá sai số cân.",
    en: "The invoice of entry {subject} says {invoice_kg} kg; the slips and papers that it covers hold {covered_kg} kg as sent and {received_kg} kg as received: further apart than weighing explains.",
    severity: "look",
    owner: "inspector",
    step: {
      vi: "Yêu cầu kê đủ phiếu hoặc sửa hóa đơn.",
      en: "Have the missing slips named, or the invoice put right.",
    },
    figures: { invoice_kg: "kg", covered_kg: "kg", received_kg: "kg" },
  },
  "limit-below-drawn": {
    vi: "Giới hạn của nguồn {subject} được sửa xuống {limit_kg} kg (mục {amendment}) trong khi đã lấy {drawn_kg} kg.",
    en: "The limit of source {subject} was amended to {limit_kg} kg (entry {amendment}) where {drawn_kg} kg are drawn already.",
    severity: "act",
    owner: "inspector",
    step: {
      vi: "Đối chiếu quyết định điều chỉnh với sản lượng; nếu đúng thì nguồn đã khai thác vượt, lập biên bản.",
      en: "Compare the amending decision with what was extracted; where it holds, the source went beyond it.",
    },
    figures: { amendment: "entry", limit_kg: "kg", drawn_kg: "kg" },
  },
  "limit-raised": {
    vi: "Giới hạn của nguồn {subject} được nâng từ {before_kg} kg lên {limit_kg} kg (mục {amendment}).",
    en: "The limit of source {subject} was raised from {before_kg} kg to {limit_kg} kg (entry {amendment}).",
    severity: "look",
    owner: "inspector",
    step: {
      vi: "Đọc giấy phép điều chỉnh; hỏi cơ quan cấp phép nếu không có.",
      en: "Read the amended licence; ask the authority where there is none.",
    },
    figures: { amendment: "entry", before_kg: "kg", limit_kg: "kg" },
  },
  "line-claimed-again": {
    vi: "Hạng mục số {line} ({value_vnd} đ) của hồ sơ {subject} giống hệt một hạng mục của hồ sơ {claim}.",
    en: "Line {line} ({value_vnd} đ) of dossier {subject} is word for word a line of dossier {claim}.",
    severity: "act",
    owner: "treasury",
    step: {
      vi: "So hai hồ sơ với hợp đồng trước khi ký kết quả; trả hồ sơ nếu đề nghị trùng.",
      en: "Compare both with the contract before signing a result; return the dossier where it asks twice.",
    },
    figures: { line: "count", claim: "entry", value_vnd: "vnd" },
  },
  "supervisor-replaced": {
    vi: "Tư vấn giám sát của dự án được thay (mục {amendment}: từ đơn vị mục {before} sang đơn vị mục {after}) khi hồ sơ {subject} chưa có chữ ký của giám sát.",
    en: "The project's supervisor was replaced (entry {amendment}: party of entry {before} by that of entry {after}) while dossier {subject} had no supervisor's signature.",
    severity: "look",
    owner: "treasury",
    step: {
      vi: "Đối chiếu hợp đồng tư vấn giám sát; kiểm tra đơn vị mới có độc lập với chủ đầu tư và nhà thầu trước khi ký kết quả.",
      en: "Compare the supervision contract; see that the new party is independent of owner and contractor before signing a result.",
    },
    figures: { amendment: "entry", before: "entry", after: "entry" },
  },
  "factor-needs-test": {
    vi: "Hạng mục số {line} của hồ sơ {subject} quy đổi đất đắp theo hệ số chung (mục {factor}), chưa có thí nghiệm của dự án; quy tắc ở giai đoạn {phase}.",
    en: "Line {line} of dossier {subject} weighs fill by a general factor (entry {factor}), not by a test of the project; the rule's phase is {phase}.",
    severity: "look",
    owner: "treasury",
    step: {
      vi: "Đề nghị chủ đầu tư bổ sung kết quả thí nghiệm dung trọng của dự án.",
      en: "Ask the owner for the project's own density test.",
    },
    figures: { line: "count", factor: "entry", phase: "phase" },
  },
  "recipe-lean": {
    vi: "Định mức ở mục {subject} ít {material} hơn định mức chung (mục {norm}) quá mức cho phép.",
    en: "The recipe of entry {subject} holds less {material} than the norm (entry {norm}) by more than is allowed.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Yêu cầu thiết kế cấp phối đã duyệt; so với định mức trước khi hồ sơ dùng định mức này.",
      en: "Ask for the approved mix design; compare it with the norm before a dossier uses it.",
    },
    figures: { material: "material", norm: "entry" },
  },
  "recipe-without-norm": {
    vi: "Định mức ở mục {subject}, dùng tại mục {used}, không có định mức chung cùng mã, cùng đơn vị để đối chiếu.",
    en: "The recipe of entry {subject}, used by entry {used}, has no norm of its code and unit to compare with.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Đối chiếu với định mức của công tác gần nhất; yêu cầu thiết kế cấp phối hoặc dự toán đã duyệt.",
      en: "Compare it with the norm of the nearest work; ask for the approved mix design or estimate.",
    },
    figures: { used: "entry" },
  },
  "contract-missing": {
    vi: "Hồ sơ {subject} của gói thầu số {package} được lập khi hợp đồng chưa ghi vào sổ; quy tắc ở giai đoạn {phase}.",
    en: "Dossier {subject} of package {package} was made while the book has no contract of it; the rule's phase is {phase}.",
    severity: "note",
    owner: "treasury",
    step: {
      vi: "Đề nghị chủ đầu tư, nhà thầu và giám sát ghi hợp đồng vào sổ.",
      en: "Ask owner, contractor and supervisor to register the contract.",
    },
    figures: { package: "count", phase: "phase" },
  },
  "configuration-ends": {
    vi: "Quy tắc, lịch nghỉ hoặc lời văn ở mục {subject} chỉ nêu đến hết {until_s} và chưa có mục nào nối tiếp.",
    en: "The rules, holidays or wording of entry {subject} are stated until {until_s} and nothing follows them yet.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Lập mục nối tiếp trước ngày ấy; quá ngày, sổ vẫn chạy theo bản cuối, lịch nghỉ chỉ tính thứ bảy, chủ nhật.",
      en: "Enter what follows before that day; after it the ledger goes on with the last one, and counts weekends alone as days off.",
    },
    figures: { until_s: "instant" },
  },
  "rules-not-back": {
    vi: "Bộ quy tắc ở mục {subject} đề ngày {from_s}, chỉ có hiệu lực từ {since_s}, sau khi được phê duyệt.",
    en: "The rule set of entry {subject} is dated {from_s} and holds from {since_s}, after its approval.",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Thông báo ngày hiệu lực thật cho các đơn vị.",
      en: "Tell the parties the day from which it really holds.",
    },
    figures: { from_s: "instant", since_s: "instant" },
  },
  "key-equivocated": {
    vi: "Khóa đăng ký ở mục {subject} đã ký hai mục khác nhau cùng số thứ tự {seq} (mục {stored}); khóa bị tạm khóa từ mục {freeze}.",
    en: "The key registered at entry {subject} signed two different entries under number {seq} (entry {stored}); it is frozen since entry {freeze}.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Thu thiết bị, xác định bản sao; thu hồi khóa và đăng ký khóa mới.",
      en: "Take the device in and find the copy; revoke the key and register a new one.",
    },
    figures: { freeze: "entry", stored: "entry", seq: "count" },
  },
  "numbers-missing": {
    vi: "Khóa của trạm đăng ký ở mục {subject} đã dùng số {seq} trước mục {next}, nhưng sau ba ngày sổ vẫn không có mục mang số đó.",
    en: "The checkpoint's key registered at entry {subject} used number {seq} before entry {next}, and three days later the log holds no entry of that number.",
    severity: "look",
    owner: "inspector",
    step: {
      vi: "Mở hàng chờ gửi trên máy của trạm. Nếu máy đã gửi, đề nghị trạm gửi lại mục ấy: sổ không nhận thì đơn vị vận hành phải giải trình.",
      en: "Open the outbox of the checkpoint's device. Where it was sent, have it sent again: if the log does not take it, the operator must explain.",
    },
    figures: { seq: "count", next: "entry" },
  },
  "time-crossed": {
    vi: "Mục {subject} khai giờ {claimed_s}, nhưng các mốc chứng minh không cho giờ nào phù hợp; sổ tính {event_s}.",
    en: "Entry {subject} claims {claimed_s}, but no hour fits its proofs; the ledger counts {event_s}.",
    severity: "look",
    owner: "inspector",
    step: {
      vi: "Kiểm tra đồng hồ của thiết bị ký và của bên đã ghi nhận trước.",
      en: "Check the clock of the signing device and of whoever saw it before.",
    },
    figures: { claimed_s: "instant", event_s: "instant" },
  },
  "anchor-unknown": {
    vi: "Mục {subject} dẫn một mốc xác nhận sổ cỡ {size} mà sổ chưa từng có.",
    en: "Entry {subject} rests on a tree head of size {size} that the log has never had.",
    severity: "look",
    owner: "inspector",
    step: {
      vi: "Kiểm tra thiết bị đang nối đúng sổ; hỏi đơn vị vận hành có hai bản sổ hay không.",
      en: "Check that the device is connected to the right ledger; ask the operator whether there are two.",
    },
    figures: { size: "count" },
  },
} as const satisfies SignalRows;
