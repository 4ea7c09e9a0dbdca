// Files that a person names to a command that judges them: a regular file of a bounded size, or a refusal that says which file and why.
import { readRegularFile, type Unreadable } from "../disk/regular-file.ts";
import { fromUtf8 } from "../format/bytes.ts";
import { parseLogKeys } from "../format/signatories.ts";
import { CommandError } from "../words/command-error.ts";

/** A bundle of the largest result is some tens of megabytes. */
export const MOST_BYTES = { bundle: 256 * 1024 * 1024, note: 128 * 1024 } as const;

const WHY: Record<Unreadable, readonly [vi: string, en: string]> = {
  missing: ["không có hoặc không mở được", "is missing or cannot be opened"],
  "not-a-file": ["không phải tệp thường", "is not a regular file"],
  "too-large": ["lớn quá mức cho phép", "is larger than allowed"],
};

export function bytesOfNamed(file: string, most: number): Uint8Array {
  const found = readRegularFile(file, most);
  if (typeof found !== "string") return found;
  const [vi, en] = WHY[found];
  throw new CommandError(`${file}: ${vi}.`, `${file}: ${en}.`, `file-${found}`);
}

/** A text in UTF-8, with or without a byte order mark, its lines ended as any system ends them. */
export function textOfNamed(file: string): string {
  const text = fromUtf8(bytesOfNamed(file, MOST_BYTES.note));
  if (text === undefined)
    throw new CommandError(`${file}: không phải văn bản UTF-8.`, `${file}: is no text in UTF-8.`, "file-text");
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

/** The log's keys as known before: the lines of a log.vkey, or one vkey. */
export function keysOfNamed(file: string): string {
  const text = textOfNamed(file);
  if (parseLogKeys(text)) return text;
  throw new CommandError(
    `${file}: không phải nội dung log.vkey (mỗi dòng một khóa sổ, không xuống dòng giữa khóa).`,
    `${file}: is not the text of a log.vkey (a key of the log on each line, no key broken over two lines).`,
    "vkey-malformed",
  );
}
