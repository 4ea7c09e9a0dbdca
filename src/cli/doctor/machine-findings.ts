// The machine: the program that runs the service, its settings, its keys' files, and room on the disks.
import fs from "node:fs";
import path from "node:path";
import { readEnvironment } from "../../node.ts";
import { type Finding, lookedAt } from "../finding.ts";
import { KEY_FILES, type LedgerPlace } from "../open-ledger.ts";

/** The release that is tested, and the first that runs TypeScript without a flag. */
const TESTED_NODE = 24;

export function machineFindings(place: LedgerPlace, env: Readonly<Record<string, string | undefined>>): Finding[] {
  return [nodeFinding(process.versions.node), settingsFinding(env), ...keyFindings(place.keys), ...diskFindings(place)];
}

function nodeFinding(version: string): Finding {
  if (Number.parseInt(version, 10) === TESTED_NODE) return lookedAt("node", "ok", `Node ${version}`, `Node ${version}`);
  return lookedAt(
    "node",
    "warn",
    `Node ${version}; chương trình được thử với Node ${TESTED_NODE}. Cài Node ${TESTED_NODE}.`,
    `Node ${version}; the program is tested with Node ${TESTED_NODE}. Install Node ${TESTED_NODE}.`,
  );
}

function settingsFinding(env: Readonly<Record<string, string | undefined>>): Finding {
  const read = readEnvironment(env);
  if (typeof read !== "string") return lookedAt("settings", "ok", "biến cấu hình đúng", "the variables are right");
  const [vi = read, en = read] = read.split(" · ");
  return lookedAt("settings", "fault", vi, en);
}

/** Keys and the signer's memory are the service's alone; root keys belong to their holders and nowhere near a server. */
export function keyFindings(keys: string): Finding[] {
  if (!fs.existsSync(path.join(keys, KEY_FILES.log)))
    return [
      lookedAt(
        "keys",
        "fault",
        `Không có ${KEY_FILES.log} trong ${keys}: đặt SO_NGUON_KEYS đúng thư mục khóa của sổ.`,
        `There is no ${KEY_FILES.log} in ${keys}: set SO_NGUON_KEYS to the ledger's keys folder.`,
      ),
    ];
  const names = fs.readdirSync(keys);
  const open = [".", ...names].filter((name) => !LOCKS.test(name) && isOpen(path.join(keys, name)));
  const roots = names.filter((name) => (KEY_FILES.roots as readonly string[]).includes(name));
  return [
    open.length === 0
      ? lookedAt("keys", "ok", `chỉ chủ sở hữu đọc được ${keys}`, `only its owner can read ${keys}`)
      : lookedAt(
          "keys",
          "fault",
          `Người dùng khác đọc được ${list(open)} trong ${keys}. Chạy: chmod -R go= ${keys}; nếu máy có người dùng khác, thay khóa (docs/operations.md, “Keys”).`,
          `Other users can read ${list(open)} in ${keys}. Run: chmod -R go= ${keys}; where others use this machine, replace the keys (docs/operations.md, “Keys”).`,
        ),
    ...(roots.length === 0
      ? []
      : [
          lookedAt(
            "roots",
            "warn",
            `Khóa gốc ${list(roots)} nằm trên máy chủ: ai vào được máy này ký thay được hai người. Giao cho người giữ, rồi xóa ở đây.`,
            `Root keys ${list(roots)} are on the server: whoever enters it signs as two persons. Hand them to their holders, then delete them here.`,
          ),
        ]),
  ];
}

const MOST_NAMED = 5;

function list(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` … (${names.length})` : "";
  return `${names.slice(0, MOST_NAMED).join(", ")}${more}`;
}

/** Files that only hold a turn among processes. */
const LOCKS = /\.(turn|lock)$/;

/** True if anybody but the owner may read or write a file. */
function isOpen(file: string): boolean {
  return (fs.statSync(file).mode & 0o077) !== 0;
}

/** Less than this is room for some hours only. */
const FULL_BYTES = 1e9;
const LOW_BYTES = 10e9;

function diskFindings(place: LedgerPlace): Finding[] {
  const folders = [place.keys, ...(place.dir === undefined ? [] : [place.dir])];
  return folders.filter((folder) => fs.existsSync(folder)).map(diskFinding);
}

function diskFinding(folder: string): Finding {
  const { bavail, bsize } = fs.statfsSync(folder);
  const free = bavail * bsize;
  const gb = (free / 1e9).toFixed(1);
  if (free >= LOW_BYTES) return lookedAt("disk", "ok", `còn ${gb} GB cho ${folder}`, `${gb} GB free for ${folder}`);
  return lookedAt(
    "disk",
    free < FULL_BYTES ? "fault" : "warn",
    `Chỉ còn ${gb} GB cho ${folder}: dọn hoặc thêm ổ đĩa; khi đầy, sổ ngừng nhận.`,
    `Only ${gb} GB free for ${folder}: make room or add a disk; when it is full nothing more is taken.`,
  );
}
