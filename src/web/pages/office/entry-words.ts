// The body of an entry in words: each field under its name, references with what they refer to, codes as people read them.
import { html } from "hono/html";
import { REASONS } from "../../../format/bodies/payment.ts";
import { hex } from "../../../format/bytes.ts";
import {
  INSTRUMENTS,
  MATERIALS,
  MEASURES,
  type Named,
  OBLIGATION_STATES,
  OBLIGATIONS,
  OUTCOMES,
  PHASES,
  ROLES,
  SITE_TYPES,
  STATUSES,
  VEHICLE_CLASSES,
} from "../../../format/materials.ts";
import { dayText, isDay } from "../../../rules/time.ts";
import type { View } from "../../../store/view.ts";
import { formatCount, formatDateTime, formatDong, formatKg, formatQuantity } from "../../figures.ts";
import { type Content, type Lang, t } from "../../layout.ts";

/** Field name → its words. Fields without words show their own name: a stranger can still read docs/format.md. */
const FIELDS: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  name: ["Tên", "Name"],
  roles: ["Vai trò", "Roles"],
  party: ["Đơn vị", "Party"],
  type: ["Loại", "Type"],
  number: ["Số", "Number"],
  issuer: ["Nơi cấp", "Issuer"],
  issued: ["Ngày cấp", "Issued"],
  from: ["Từ", "From"],
  until: ["Đến", "Until"],
  to: ["Nơi đến", "To"],
  holder: ["Đơn vị được cấp", "Holder"],
  sites: ["Nơi", "Places"],
  site: ["Nơi", "Place"],
  materials: ["Vật liệu", "Materials"],
  material: ["Vật liệu", "Material"],
  instrument: ["Loại giấy tờ", "Instrument"],
  capacityYear: ["Công suất năm", "Yearly capacity"],
  reserve: ["Trữ lượng", "Reserve"],
  hours: ["Giờ hoạt động từ, đến", "Hours from, to"],
  project: ["Dự án", "Project"],
  projects: ["Dự án", "Projects"],
  package: ["Gói thầu số", "Package"],
  packages: ["Gói thầu", "Packages"],
  lines: ["Các dòng", "Lines"],
  code: ["Mã", "Code"],
  unit: ["Đơn vị tính", "Unit"],
  owner: ["Chủ đầu tư", "Owner"],
  supervisor: ["Tư vấn giám sát", "Supervisor"],
  treasury: ["Kho bạc Nhà nước", "Treasury"],
  contractor: ["Nhà thầu", "Contractor"],
  route: ["Tuyến", "Route"],
  vehicle: ["Phương tiện (mục sổ)", "Vehicle (entry)"],
  massKg: ["Khối lượng", "Mass"],
  measure: ["Cách đo", "Measured by"],
  readings: ["Số đọc", "Readings"],
  source: ["Nguồn", "Source"],
  slip: ["Phiếu", "Slip"],
  at: ["Nhận tại", "Received at"],
  part: ["Phần", "Part"],
  final: ["Phần cuối", "Final part"],
  direction: ["Chiều", "Direction"],
  seenS: ["Thấy lúc", "Seen at"],
  verdict: ["Màn hình báo", "Screen said"],
  plateMatches: ["Biển số khớp", "Plate matches"],
  annex: ["Bảng kê", "Annex"],
  outcome: ["Kết quả", "Outcome"],
  reasons: ["Lý do", "Reasons"],
  text: ["Nội dung", "Words"],
  bases: ["Căn cứ", "Legal bases"],
  claimedDong: ["Đề nghị", "Asked"],
  acceptedDong: ["Chấp nhận", "Accepted"],
  quantityMilli: ["Khối lượng công việc", "Quantity"],
  unitPriceDong: ["Đơn giá", "Unit price"],
  valueDong: ["Thành tiền", "Value"],
  recipe: ["Định mức", "Recipe"],
  review: ["Kết quả đề xuất", "Review"],
  reviewId: ["Mã kết quả đề xuất", "Review id"],
  figuresHash: ["Băm số liệu", "Figures hash"],
  size: ["Cỡ sổ", "Log size"],
  root: ["Gốc cây băm", "Root"],
  rules: ["Bộ quy tắc", "Rules"],
  document: ["Văn bản", "Document"],
  subject: ["Đối tượng (mục sổ)", "Subject (entry)"],
  status: ["Tình trạng", "Status"],
  items: ["Các mục", "Items"],
  obligation: ["Nghĩa vụ", "Obligation"],
  state: ["Trạng thái", "State"],
  origin: ["Tên sổ", "Log name"],
  province: ["Mã tỉnh", "Province"],
  plate: ["Biển số", "Plate"],
  class: ["Loại xe", "Class"],
  payloadKg: ["Tải trọng", "Payload"],
  inspectedUntil: ["Đăng kiểm đến", "Inspected until"],
  distanceM: ["Quãng đường (m)", "Distance (m)"],
  minutes: ["Thời gian (phút)", "Minutes"],
  cycleMinutes: ["Vòng xe (phút)", "Cycle (minutes)"],
  checkpoints: ["Chốt phải qua", "Checkpoints"],
  product: ["Sản phẩm", "Product"],
  inputs: ["Đưa vào", "Inputs"],
  outputs: ["Lấy ra", "Outputs"],
  amount: ["Lượng", "Amount"],
  factor: ["Hệ số (mục sổ)", "Factor (entry)"],
  kind: ["Loại hồ sơ", "Kind"],
  entryId: ["Mã mục sổ", "Entry id"],
  areaM2: ["Diện tích (m²)", "Area (m²)"],
  kid: ["Khóa", "Key"],
  index: ["Mục sổ", "Entry"],
  proposal: ["Đề xuất", "Proposal"],
  day: ["Ngày", "Day"],
  taxCode: ["Mã số thuế", "Tax code"],
  commune: ["Xã, phường", "Commune"],
  reason: ["Lý do", "Reason"],
  fromS: ["Áp dụng từ", "In force from"],
};

const CODES: Readonly<Record<string, Readonly<Record<number, Named>>>> = {
  material: MATERIALS,
  materials: MATERIALS,
  roles: ROLES,
  measure: MEASURES,
  instrument: INSTRUMENTS,
  outcome: OUTCOMES,
  reasons: REASONS,
  status: STATUSES,
  obligation: OBLIGATIONS,
  state: OBLIGATION_STATES,
  class: VEHICLE_CLASSES,
  type: SITE_TYPES,
  obligationPhase: PHASES,
  hoursPhase: PHASES,
  cyclePhase: PHASES,
  unit: {
    1: { vi: "m³ nguyên khai", en: "m³ in place" },
    2: { vi: "tấn", en: "tonnes" },
    3: { vi: "m³ rời", en: "m³ loose" },
  },
};

/** Fields that refer to another entry. */
const REFERENCES: readonly string[] = [
  "party",
  "site",
  "sites",
  "source",
  "holder",
  "project",
  "projects",
  "route",
  "vehicle",
  "at",
  "to",
  "from",
  "annex",
  "recipe",
  "product",
  "review",
  "owner",
  "supervisor",
  "treasury",
  "contractor",
  "checkpoints",
  "subject",
  "factor",
  "index",
  "proposal",
  "rules",
  "person",
];

type Names = ReadonlyMap<number, string>;

/** The body's fields in order as terms and values; hidden fields of a person's tax code are never shown. */
export async function bodyWords(view: View, body: Record<string, unknown>, lang: Lang): Promise<[Content, Content][]> {
  const names = await namesOf(view, [...referencesIn(body)]);
  const fields = Object.entries(body).filter(([name, value]) => value !== undefined && name !== "taxCode");
  if (fields.length === 0) return [[t(lang, "Nội dung", "Content"), t(lang, "không có trường nào", "no fields")]];
  return fields.map(([name, value]) => [fieldName(name, lang), valueWords(name, value, names, lang)]);
}

function fieldName(name: string, lang: Lang): string {
  const words = FIELDS[name];
  return words ? t(lang, words[0], words[1]) : name;
}

function* referencesIn(value: unknown, name = ""): Generator<number> {
  if (Array.isArray(value)) for (const each of value) yield* referencesIn(each, name);
  else if (value instanceof Uint8Array) return;
  else if (typeof value === "object" && value !== null)
    for (const [field, each] of Object.entries(value)) yield* referencesIn(each, field);
  else if (typeof value === "number" && REFERENCES.includes(name)) yield value;
}

async function namesOf(view: View, indexes: readonly number[]): Promise<Names> {
  const wanted = [...new Set(indexes)];
  const [parties, sites, projects, recipes, sources, slips] = await Promise.all([
    view.facts("party", wanted),
    view.facts("site", wanted),
    view.facts("project", wanted),
    view.facts("recipe", wanted),
    view.facts("source", wanted),
    view.facts("slip", wanted),
  ]);
  const names = new Map<number, string>();
  for (const index of wanted) {
    const key = String(index);
    const named = parties.get(key) ?? sites.get(key) ?? projects.get(key) ?? recipes.get(key);
    const name = named?.name ?? sources.get(key)?.number ?? slips.get(key)?.code;
    if (name !== undefined) names.set(index, name);
  }
  return names;
}

function valueWords(name: string, value: unknown, names: Names, lang: Lang): Content {
  if (value instanceof Uint8Array) return html`<code class="hash">${hex(value)}</code>`;
  if (Array.isArray(value)) {
    const items = value.map((each) => valueWords(name, each, names, lang));
    return items.some((item) => typeof item !== "string")
      ? html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`
      : items.join("; ");
  }
  if (typeof value === "object" && value !== null) {
    const inner = Object.entries(value).filter(([, each]) => each !== undefined);
    return html`${inner.map(([field, each], i) => html`${i > 0 ? "; " : ""}${fieldName(field, lang)}: ${valueWords(field, each, names, lang)}`)}`;
  }
  return typeof value === "number" ? numberWords(name, value, names, lang) : String(value);
}

function numberWords(name: string, value: number, names: Names, lang: Lang): Content {
  const code = CODES[name]?.[value];
  if (code) return code[lang];
  if (REFERENCES.includes(name) && !isDate(name, value)) {
    const known = names.get(value);
    return html`<a href="/entries/${value}">${known ? `${known} (${t(lang, "mục", "entry")} ${value})` : `${t(lang, "mục", "entry")} ${value}`}</a>`;
  }
  if (isDate(name, value)) return dayText(value);
  if (name === "hours") return `${Math.floor(value / 60)}:${String(value % 60).padStart(2, "0")}`;
  if (name.endsWith("Kg")) return formatKg(value, lang);
  if (name.endsWith("Dong")) return formatDong(value, lang);
  if (name.endsWith("Milli")) return formatQuantity(value, lang);
  if (name === "seenS" || name === "fromS") return formatDateTime(value * 1000, lang);
  return name === "province" ? String(value) : formatCount(value, lang);
}

/** "from" is a place on a route and a day on a licence; a day is eight digits of the calendar. */
function isDate(name: string, value: number): boolean {
  return ["from", "until", "issued", "day", "inspectedUntil"].includes(name) && value > 19_000_000 && isDay(value);
}
