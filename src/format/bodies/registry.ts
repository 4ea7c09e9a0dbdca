// Bodies of registry entries: who and what exists, with which limits, from when (docs/design.md, Who and what is registered).
import { kind } from "../kind.ts";
import { bytes, bytesUpTo, integer, line, list, maybe, record, text } from "../shape.ts";
import { dues, obligation, obligationState, position, role, siteType, status, vehicleClass } from "./code-shapes.ts";
import {
  bulkKg,
  commune,
  day,
  degreeE7,
  document,
  dong,
  kid,
  loadKg,
  month,
  name,
  origin,
  reason,
  seconds,
} from "./common.ts";
import { distinctFrom, party, person, place, reference, site, vehicle } from "./references.ts";
import { ruleSet } from "./ruleset.ts";

const versionNumber = integer(1, 65_535);

/** A new status of something registered, with the paper that says so. */
function statusOf(registered: string) {
  const subject = reference("đối tượng", "subject", registered);
  return { subject: [1, subject], status: [2, status], document: [3, document] } as const;
}

export const REGISTRY_KINDS = {
  genesis: kind(1, "mở sổ", "opening of the log", {
    origin: [1, origin],
    roots: [2, list(bytes(32), 3, 3), "khóa gốc", "root keys"],
    logKey: [3, bytes(32), "khóa sổ", "log key"],
    operatorKey: [4, bytes(32), "khóa vận hành", "operator key"],
    witnessesNeeded: [5, integer(0, 16), "số xác nhận cần", "witnesses needed"],
    /** C2SP verifier keys of the witnesses. */
    witnesses: [6, list(text(10, 200), 0, 16), "đơn vị xác nhận độc lập", "witnesses"],
    rules: [7, ruleSet, "bộ quy tắc", "rules"],
    province: [8, line(2, 2), "mã tỉnh", "province"],
    /** The version of the rules' meaning by which the log begins. */
    rulesVersion: [9, versionNumber, "phiên bản quy tắc", "version of the rules"],
  }),
  "party.register": kind(2, "đăng ký đơn vị", "party registered", {
    name: [1, name],
    roles: [2, list(role, 1, 6), "vai trò", "roles"],
    taxCode: [3, maybe(line(10, 14)), "mã số thuế", "tax code"],
    commune: [4, maybe(commune)],
    distinctFrom: [5, distinctFrom("party.register")],
  }),
  /**
   * A party is merged into another or replaced by it. From then on the successor's people act for what the predecessor had: its places,
   * projects, dossiers, sources, stock and recoveries, which keep naming it.
   */
  "party.succeed": kind(97, "đề xuất đơn vị kế thừa", "succession of a party proposed", {
    party: [1, reference("đơn vị cũ", "predecessor", "party.register")],
    successor: [2, reference("đơn vị kế thừa", "successor", "party.register")],
    document: [3, document],
    lastDay: [4, day, "ngày cuối khóa của đơn vị cũ còn ký", "last day on which the predecessor's keys sign"],
  }),
  /** A person is a number: the office's own number of the person, hashed (src/format/person-number.ts). The name lives outside the log. */
  "person.register": kind(3, "đăng ký người bằng số hiệu đã băm", "person registered by a hashed number", {
    number: [
      1,
      bytes(16),
      "số hiệu cán bộ, được băm trước khi ký",
      "the office's number of the person, hashed before signing",
    ],
    party: [2, party],
    /** Of a treasury's officer, from now on. */
    position: [3, maybe(position)],
  }),
  /**
   * An officer of a treasury gets a position from a day on, in place of the one before. A director and a colleague name specialists and
   * heads, and let a head sign by order; who approves by right is named by roots.
   */
  "position.set": kind(
    101,
    "đề xuất giao chức vụ, quyền ký cho cán bộ Kho bạc",
    "position of a treasury's officer proposed",
    {
      person: [1, person],
      position: [2, position],
      from: [3, day, "từ ngày", "from"],
      /** A position that has ended is none; signing by order always has a last day. */
      until: [4, maybe(day), "đến hết", "until"],
      document: [5, document],
    },
  ),
  /** By two persons; `key.add` is for one's own further device. */
  "key.register": kind(4, "đề xuất đăng ký khóa thiết bị", "registration of a device key proposed", {
    party: [1, party],
    key: [2, bytes(32), "khóa", "key"],
    /** Signature by the key over "so-nguon/pop/v1\n" ‖ origin ‖ key. */
    possession: [3, bytes(64), "bằng chứng nắm giữ", "proof of possession"],
    /** Absent for a machine's key. */
    person: [4, maybe(person)],
    /** Given when the key may act at this place only. */
    site: [5, maybe(site)],
  }),
  /** The holder of a key hands over to a new one: signed by the old key, with proof that the new one is held. */
  "key.rotate": kind(5, "đổi khóa thiết bị", "device key replaced", {
    key: [1, bytes(32), "khóa", "key"],
    possession: [2, bytes(64), "bằng chứng nắm giữ", "proof of possession"],
  }),
  /** A further device of whoever signs: the new key is of the same party, the same person and the same place, and the old one stays good. */
  "key.add": kind(96, "thêm thiết bị của chính mình", "a further device of one's own added", {
    key: [1, bytes(32), "khóa", "key"],
    possession: [2, bytes(64), "bằng chứng nắm giữ", "proof of possession"],
  }),
  /** By one person of the key's party; by two of the authority, or two roots, for another's. The keys that it made since it was lost end with it. */
  "key.revoke": kind(6, "thu hồi khóa", "key revoked", {
    kid: [1, kid],
    reason: [2, reason],
    /** Absent: every key that it ever made ends with it. */
    lostS: [
      3,
      maybe(seconds),
      "mất từ lúc (khóa nó thêm từ lúc ấy hết hiệu lực theo)",
      "lost since (keys that it added since then end too)",
    ],
  }),
  "key.freeze": kind(
    7,
    "tạm khóa khóa đã ký hai nội dung cùng số thứ tự",
    "key frozen that signed twice under one number",
    {
      stored: [1, reference("mục đã ghi", "stored entry")],
      other: [2, bytesUpTo(80, 16_384), "mục trái ngược", "contradicting entry"],
    },
  ),
  "site.register": kind(8, "đăng ký địa điểm", "place registered", {
    type: [1, siteType, "loại", "type"],
    name: [2, name],
    party: [3, party],
    commune: [4, maybe(commune)],
    latitudeE7: [5, maybe(degreeE7), "vĩ độ, 1e-7°", "latitude, 1e-7°"],
    longitudeE7: [6, maybe(degreeE7), "kinh độ, 1e-7°", "longitude, 1e-7°"],
  }),
  /** A place gets another name, commune or keeper; another keeper signs it too. What was done there before stays the old keeper's. */
  "site.amend": kind(92, "đề xuất điều chỉnh địa điểm", "amendment of a place proposed", {
    site: [1, site],
    document: [2, document],
    name: [3, maybe(name)],
    party: [4, maybe(party)],
    commune: [5, maybe(commune)],
  }),
  "site.status": kind(9, "tình trạng địa điểm", "status of a place", statusOf("site.register")),
  "source.status": kind(12, "tình trạng nguồn", "status of a source", statusOf("source.grant")),
  "obligation.attest": kind(13, "xác nhận nghĩa vụ", "obligations attested", {
    subject: [1, reference("đối tượng", "subject", "source.grant", "site.register", "vehicle.register")],
    items: [
      2,
      list(
        record({
          obligation: [1, obligation],
          state: [2, obligationState],
          document: [3, maybe(document)],
          until: [4, maybe(day), "đến hết", "until"],
        }),
        0,
        20,
      ),
      "nghĩa vụ",
      "obligations",
    ],
    /**
     * The tax office's balances of a source by month: what was declared and paid for, in all. A later attestation of the same month takes the
     * place of an earlier one: a correction, a refund, a late payment.
     */
    balances: [
      3,
      maybe(
        list(
          record({
            due: [1, dues],
            month: [2, month],
            paidKg: [3, maybe(bulkKg), "khối lượng đã nộp, kg", "paid for, kg"],
            owedDong: [4, maybe(dong), "số tiền phải nộp", "owed, đồng"],
            paidDong: [5, maybe(dong), "số tiền đã nộp", "paid, đồng"],
          }),
          1,
          60,
        ),
      ),
      "số đã nộp theo tháng",
      "balances by month",
    ],
  }),
  "vehicle.register": kind(14, "đăng ký phương tiện", "vehicle registered", {
    /** Capital letters, digits, dot and hyphen as printed on the plate; other spellings of it are known (src/spelling/plates.ts). */
    plate: [1, line(4, 16), "biển số", "plate"],
    class: [2, vehicleClass],
    payloadKg: [3, loadKg, "tải trọng", "payload"],
    party: [4, maybe(party)],
    tareKg: [5, maybe(loadKg), "tự trọng", "tare"],
    inspectedUntil: [6, maybe(day), "đăng kiểm đến", "inspected until"],
    distinctFrom: [7, distinctFrom("vehicle.register")],
  }),
  /** A vehicle has been inspected again; until then it carries nothing once its last inspection has run out. */
  "vehicle.inspect": kind(98, "ghi đăng kiểm mới của phương tiện", "new inspection of a vehicle", {
    vehicle: [1, vehicle],
    inspectedUntil: [2, day, "đăng kiểm đến", "inspected until"],
    document: [3, document],
  }),
  "vehicle.status": kind(15, "tình trạng phương tiện", "status of a vehicle", statusOf("vehicle.register")),
  /** The way between two registered places; a slip names its route, and the route fixes sender, destination and expiry. */
  "route.set": kind(16, "lập tuyến vận chuyển", "route set", {
    from: [1, place, "nơi đi", "from"],
    to: [2, place, "nơi đến", "to"],
    distanceM: [3, integer(1, 5_000_000), "quãng đường, m", "distance, m"],
    minutes: [4, integer(1, 20_000), "thời gian đi, phút", "travel, minutes"],
    cycleMinutes: [5, integer(0, 20_000), "vòng xe ít nhất, phút", "least cycle, minutes"],
    /** Checkpoints that a load on this way is expected to pass. */
    checkpoints: [6, maybe(list(site, 1, 12)), "trạm trên tuyến", "checkpoints"],
  }),
  approve: kind(21, "người thứ hai ký duyệt", "approval by a second person", {
    proposal: [1, reference("đề xuất", "proposal")],
  }),
  "proposal.withdraw": kind(79, "rút đề xuất", "proposal withdrawn", {
    proposal: [1, reference("đề xuất", "proposal")],
    reason: [2, reason],
  }),
  "clock.tick": kind(22, "mốc giờ của sổ", "hourly tick of the log", {}),
  /**
   * A root's, the operator's or the log's own key is replaced by two of three roots. Keys are written as hexadecimal text here, since a proposal is
   * kept word for word until it is approved.
   */
  "log.rotate": kind(
    24,
    "đề xuất thay khóa gốc, khóa vận hành hoặc khóa sổ",
    "new root, operator or log key proposed",
    {
      /** The kid that goes. */
      kid: [1, text(16, 16), "mã khóa", "key id"],
      key: [2, text(64, 64), "khóa", "key"],
      possession: [3, text(128, 128), "bằng chứng nắm giữ", "proof of possession"],
      document: [4, document],
      /** The old log key's word for the new one, where the old one is still held; see docs/format.md. */
      handover: [5, maybe(text(128, 128)), "chữ ký bàn giao của khóa cũ", "the old key's signature of handover"],
    },
  ),
  "scale.status": kind(30, "tình trạng cân", "status of a scale", statusOf("scale.register")),
  /** The log goes on by a later version of the rules' meaning. */
  "rules.version": kind(85, "đề xuất phiên bản quy tắc", "version of the rules proposed", {
    version: [1, versionNumber, "phiên bản", "version"],
  }),
};
