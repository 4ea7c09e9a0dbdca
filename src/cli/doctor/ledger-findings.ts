// The ledger and its database: that it answers and keeps what it acknowledges, who may do what in it, its clock, what is signed and what is held,
// its witnesses, and what is set for a time and ends soon.
import fs from "node:fs";
import path from "node:path";
import { sql } from "kysely";
import { fitsLast } from "../../disk/machine-clock.ts";
import { headOf } from "../../format/note.ts";
import { policyAt } from "../../format/witness-policy.ts";
import { dayOf } from "../../rules/numbers/time.ts";
import { calendarIn } from "../../rules/registry/configuration.ts";
import { fileMemory } from "../../service/signer-file.ts";
import { readHead } from "../../store/append.ts";
import { openDatabase } from "../../store/connect.ts";
import type { Database } from "../../store/database.ts";
import { View } from "../../store/view.ts";
import { placesOf } from "../../witness/places.ts";
import { COSIGNED_FILE, fileStore } from "../../witness/store.ts";
import type { Io } from "../command.ts";
import { expected } from "../expected.ts";
import { type Finding, faultOf, lookedAt } from "../finding.ts";
import { type LedgerPlace, noLedger } from "../open-ledger.ts";

export async function ledgerFindings(place: LedgerPlace, { env, now }: Io): Promise<Finding[]> {
  if (place.dir !== undefined && !fs.existsSync(path.join(place.dir, "postgres")))
    return [faultOf("database", noLedger(place))];
  try {
    const database = await openDatabase({ ...place, acceptLoss: () => {} });
    try {
      return await findingsOf(database, place, env.SO_NGUON_WITNESSES, now());
    } finally {
      await database.close();
    }
  } catch (error) {
    return [faultOf("database", expected(error))];
  }
}

async function findingsOf(
  database: Database,
  place: LedgerPlace,
  witnesses: string | undefined,
  nowMs: number,
): Promise<Finding[]> {
  const server = database.kind === "postgres" ? await serverFindings(database, nowMs) : [];
  const head = await readHead(database.kysely);
  if (!head) return [...server, faultOf("ledger", noLedger(place))];
  const held = lookedAt("ledger", "ok", `sổ có ${head.size} mục`, `the ledger has ${head.size} entries`);
  const clock = fitsLast(nowMs, head.receivedMs)
    ? lookedAt("clock", "ok", "đồng hồ khớp mục cuối", "the clock fits the last entry")
    : lookedAt(
        "clock",
        "fault",
        "Đồng hồ máy không khớp giờ mục cuối của sổ: chỉnh đồng hồ (NTP) trước khi khởi động dịch vụ.",
        "This machine's clock does not fit the last entry: set it (NTP) before the service starts.",
      );
  const view = new View(database.kysely);
  return [
    ...server,
    held,
    clock,
    await signedFinding(place.keys, head.size),
    ...(await witnessFindings(view, place.keys, head.size, witnesses)),
    await calendarFinding(view, nowMs),
  ];
}

type ServerRow = {
  fsync: string;
  full_page_writes: string;
  standbys: string;
  following: number;
  now_ms: number;
  rewrites: boolean;
};

/** The farthest that two clocks of one site may be apart. */
const APART_MS = 2000;

async function serverFindings({ kysely }: Database, nowMs: number): Promise<Finding[]> {
  const { rows } = await sql<ServerRow>`select current_setting('fsync') as fsync,
    current_setting('full_page_writes') as full_page_writes, current_setting('synchronous_standby_names') as standbys,
    (select count(*)::integer from pg_stat_replication where sync_state in ('sync', 'quorum')) as following,
    (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms,
    coalesce(has_table_privilege(to_regclass('ledger.leaf'), 'UPDATE, DELETE, TRUNCATE'), false) as rewrites`.execute(
    kysely,
  );
  const { fsync, full_page_writes, standbys, following, now_ms, rewrites } = rows[0]!;
  const lossy = [fsync === "off" ? "fsync" : [], full_page_writes === "off" ? "full_page_writes" : []].flat();
  const apartMs = Math.abs(Number(now_ms) - nowMs);
  return [
    lossy.length === 0
      ? lookedAt("durability", "ok", "máy chủ giữ những gì đã xác nhận", "the server keeps what it acknowledges")
      : lookedAt(
          "durability",
          "fault",
          `${lossy.join(", ")} = off: mất điện là mất mục đã xác nhận. Bật lại trong postgresql.conf rồi nạp lại.`,
          `${lossy.join(", ")} = off: acknowledged entries are lost in a crash. Switch it on in postgresql.conf and reload.`,
        ),
    standbyFinding(standbys, following),
    rewrites
      ? lookedAt(
          "rights",
          "warn",
          "Dịch vụ nối bằng vai sửa được bảng của sổ: dùng so_nguon_service (docs/operations.md, “Two roles in PostgreSQL”).",
          "The service connects as a role that may change the ledger's tables: use so_nguon_service (docs/operations.md, “Two roles in PostgreSQL”).",
        )
      : lookedAt("rights", "ok", "vai của dịch vụ chỉ thêm được mục", "the service's role can only add entries"),
    apartMs <= APART_MS
      ? lookedAt("server-clock", "ok", "đồng hồ hai máy khớp nhau", "both machines' clocks agree")
      : lookedAt(
          "server-clock",
          "fault",
          `Đồng hồ máy này và máy cơ sở dữ liệu lệch ${Math.round(apartMs / 1000)} giây: bật NTP ở cả hai.`,
          `The clocks of this machine and the database's are ${Math.round(apartMs / 1000)} seconds apart: switch NTP on at both.`,
        ),
  ];
}

function standbyFinding(standbys: string, following: number): Finding {
  if (standbys === "")
    return lookedAt(
      "standby",
      "warn",
      "Không có máy dự phòng đồng bộ: mọi thứ nằm trên một ổ đĩa (docs/operations.md, “Replication”).",
      "There is no synchronous standby: one disk has everything (docs/operations.md, “Replication”).",
    );
  if (following === 0)
    return lookedAt(
      "standby",
      "fault",
      "Không máy dự phòng nào đang theo: sổ không nhận được mục nào. Sửa máy dự phòng (docs/operations.md, “Replication”).",
      "No standby follows: no entry can be taken. Mend the standby (docs/operations.md, “Replication”).",
    );
  return lookedAt("standby", "ok", `${following} máy dự phòng đồng bộ`, `${following} synchronous standbys`);
}

/** The head in the signer's memory against the entries held: a restored backup holds fewer. */
async function signedFinding(keys: string, held: number): Promise<Finding> {
  // The memory makes its file where there is none, and a look must change nothing.
  const known = fs.existsSync(path.join(keys, "signed-head"));
  const signed = known ? ((await fileMemory(keys).read())?.size ?? 0) : 0;
  if (signed <= held) return lookedAt("signed", "ok", `đã ký đến ${signed}`, `signed up to ${signed}`);
  return lookedAt(
    "signed",
    "fault",
    `Đã ký ${signed} mục, cơ sở dữ liệu chỉ có ${held}: chạy so-nguon restore (docs/operations.md, “Restoring a backup”).`,
    `${signed} entries are signed, the database holds ${held}: run so-nguon restore (docs/operations.md, “Restoring a backup”).`,
  );
}

/** So many entries may await their cosignatures before somebody should look. */
const MOST_AWAITING = 10_000;

async function witnessFindings(view: View, keys: string, size: number, lines?: string): Promise<Finding[]> {
  const policy = policyAt((await view.signatories())!, size);
  if (policy.needed === 0)
    return [lookedAt("witnesses", "warn", "Sổ chưa có đơn vị xác nhận độc lập.", "The log has no witnesses.")];
  const cosigned = headOf(await fileStore(path.join(keys, COSIGNED_FILE)).read())?.size ?? 0;
  const waiting = size - cosigned;
  const lag =
    waiting <= MOST_AWAITING
      ? lookedAt("cosigned", "ok", `${waiting} mục chờ xác nhận`, `${waiting} entries await cosigning`)
      : lookedAt(
          "cosigned",
          "fault",
          `${waiting} mục chưa được xác nhận độc lập: gọi cho các đơn vị xác nhận.`,
          `${waiting} entries are not cosigned: call the witnesses.`,
        );
  const file = path.join(keys, "witnesses");
  const text = lines ?? (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
  const places = placesOf(policy, text);
  return [lag, ...(await Promise.all(places.map(({ vkey, url }) => reachFinding(vkey.split("+")[0]!, url))))];
}

const REACH_MS = 3000;

/** Any answer at all shows that the witness is there. */
async function reachFinding(name: string, url: string): Promise<Finding> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(REACH_MS) });
    return lookedAt("witness", "ok", `${name} trả lời`, `${name} answers`);
  } catch {
    return lookedAt(
      "witness",
      "warn",
      `Không liên lạc được ${name} tại ${url}: gọi cho đơn vị đó, hoặc sửa địa chỉ trong tệp witnesses.`,
      `${name} cannot be reached at ${url}: call them, or mend the address in the file witnesses.`,
    );
  }
}

/** From October on the next year's holidays should be known, since deadlines count in working days. */
async function calendarFinding(view: View, nowMs: number): Promise<Finding> {
  const today = dayOf(Math.floor(nowMs / 1000));
  const year = Math.floor(today / 10_000);
  const last = (await view.read(calendarIn)).at(-1)?.year ?? 0;
  const wanted = today % 10_000 >= 1001 ? year + 1 : year;
  if (last >= wanted)
    return lookedAt("calendar", "ok", `có ngày nghỉ đến năm ${last}`, `holidays are known up to ${last}`);
  return lookedAt(
    "calendar",
    last < year ? "fault" : "warn",
    `Chưa có ngày nghỉ năm ${last + 1}: trình mục calendar.set để khóa gốc phê duyệt.`,
    `The holidays of ${last + 1} are not set: propose calendar.set, which a root approves.`,
  );
}
