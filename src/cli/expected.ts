// Failures of the world around the ledger that a person can mend: a missing file, a locked folder, a server that is not there. Each
// becomes a refusal in words; what is left is a fault of ours and says so.
import { CommandError } from "../words/command-error.ts";

const FILES: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  ENOENT: ["Không có tệp hoặc thư mục", "There is no file or folder"],
  EACCES: ["Không có quyền dùng", "There is no permission to use"],
  EPERM: ["Không có quyền dùng", "There is no permission to use"],
  EISDIR: ["Đây là thư mục, không phải tệp:", "This is a folder, not a file:"],
  ENOTDIR: ["Đây không phải thư mục:", "This is not a folder:"],
  EEXIST: ["Đã có sẵn, không ghi đè:", "It exists and is not overwritten:"],
  ENOSPC: ["Ổ đĩa đã đầy:", "The disk is full:"],
  EROFS: ["Ổ đĩa chỉ cho đọc:", "The disk is read-only:"],
};

const NETWORK = [
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
];
/** PostgreSQL's own refusals at the door: wrong password, no such role or database, starting or shutting down. */
const SERVER = ["28P01", "28000", "3D000", "57P03", "57P01", "53300"];

/** The refusal that an error comes to. Errors that already speak both languages keep their words. */
export function expected(error: unknown): CommandError {
  const { code, path, message } = detailsOf(error);
  const file = FILES[code];
  if (file) return new CommandError(`${file[0]} ${path}`.trim(), `${file[1]} ${path}`.trim(), code.toLowerCase());
  // A fetch that failed without a code of the network's own, say at a port that browsers forbid, reached nobody either.
  if (NETWORK.includes(code) || (error instanceof TypeError && error.message === "fetch failed"))
    return new CommandError(
      `Không kết nối được máy chủ (${code || message}).`,
      `The server cannot be reached (${code || message}).`,
      "unreachable",
    );
  if (SERVER.includes(code))
    return new CommandError(
      `Cơ sở dữ liệu từ chối kết nối: ${message}`,
      `The database refused: ${message}`,
      "database",
    );
  const [vi, en] = message.split(" · ");
  if (vi !== undefined && en !== undefined) return new CommandError(vi, en, nameOf(error));
  return new CommandError(
    `Lỗi ngoài dự kiến: ${message} (đặt SO_NGUON_DEBUG=1 để xem chi tiết)`,
    `Unexpected: ${message} (set SO_NGUON_DEBUG=1 for details)`,
    "unexpected",
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase() : "refused";
}

/** Node wraps failed connections: the one that matters is the cause, or the first of several. */
function detailsOf(error: unknown): { code: string; path: string; message: string } {
  if (!(error instanceof Error)) return { code: "", path: "", message: String(error) };
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = code in FILES || NETWORK.includes(code) || SERVER.includes(code);
  if (!known && inner instanceof Error) return detailsOf(inner);
  const path = "path" in error && typeof error.path === "string" ? error.path : "";
  return { code, path, message: error.message };
}
