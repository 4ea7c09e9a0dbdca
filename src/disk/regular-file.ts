// Reading files that a stranger made: only a regular file of a bounded size is read. A pipe would never end, a device has no end at all.
import fs from "node:fs";

/** Why a file is not read. */
export type Unreadable = "missing" | "not-a-file" | "too-large";

/** The bytes of a regular file of at most `most` bytes, or why they are not read. Opening never waits. */
export function readRegularFile(file: string, most: number): Uint8Array | Unreadable {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  } catch {
    return "missing";
  }
  try {
    const { size } = fs.fstatSync(descriptor);
    if (!fs.fstatSync(descriptor).isFile()) return "not-a-file";
    if (size > most) return "too-large";
    return readAll(descriptor, size);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** As many bytes as the file had when it was looked at: one that grows meanwhile is cut there. */
function readAll(descriptor: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const read = fs.readSync(descriptor, bytes, at, size - at, at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}
