// The one way in which files are replaced: a crash at any moment leaves the old content or the new, never a mixture and never nothing.
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import files from "node:fs/promises";
import path from "node:path";

/** The moments of one replacement, in order; tests end the process at each. */
export const REPLACE_STEPS = ["opened", "written", "synced", "renamed", "durable"] as const;
export type ReplaceStep = (typeof REPLACE_STEPS)[number];

/**
 * Replaces or makes a file that only its owner may read: written beside, fsync, rename, fsync of the folder. When it returns, the
 * power may fail.
 */
export async function replaceDurably(
  file: string,
  text: string,
  at: (step: ReplaceStep) => void = () => {},
): Promise<void> {
  const beside = `${file}.new`;
  await writeSynced(beside, text, at);
  await files.rename(beside, file);
  at("renamed");
  await syncFolder(path.dirname(file));
  at("durable");
}

/** The same for a caller that cannot wait, or that writes more than a text: `write` fills the open file. */
export function replaceDurablySync(file: string, write: (descriptor: number) => void): void {
  const beside = `${file}.new`;
  fs.rmSync(beside, { force: true });
  writeSyncedSync(beside, write);
  fs.renameSync(beside, file);
  syncFolderSync(path.dirname(file));
}

/** Makes a file where there is none, whole or not at all; false, and nothing changed, where there is one. */
export async function makeDurably(file: string, text: string): Promise<boolean> {
  const beside = `${file}.${randomUUID()}.new`;
  await writeSynced(beside, text);
  try {
    // Linking fails where the name exists: of two processes that start together one makes the file, and both then read it.
    await files.link(beside, file);
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await files.rm(beside);
  }
  await syncFolder(path.dirname(file));
  return true;
}

/** Makes a file where there is none; throws EEXIST where there is one. */
export function makeDurablySync(file: string, text: string): void {
  writeSyncedSync(file, (descriptor) => fs.writeFileSync(descriptor, text));
  syncFolderSync(path.dirname(file));
}

/** A file's text, or undefined where there is no such file. */
export async function textOf(file: string): Promise<string | undefined> {
  try {
    return await files.readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

async function writeSynced(file: string, text: string, at: (step: ReplaceStep) => void = () => {}): Promise<void> {
  const handle = await files.open(file, "w", 0o600);
  try {
    at("opened");
    await handle.writeFile(text);
    at("written");
    await handle.sync();
    at("synced");
  } finally {
    await handle.close();
  }
}

function writeSyncedSync(file: string, write: (descriptor: number) => void): void {
  const descriptor = fs.openSync(file, "wx", 0o600);
  try {
    write(descriptor);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await files.open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function syncFolderSync(dir: string): void {
  const descriptor = fs.openSync(dir, "r");
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
