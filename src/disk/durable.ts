// Files that are replaced so that a crash at any moment leaves the old text or the new one, never a mixture and never nothing.
import fs, { type FileHandle } from "node:fs/promises";
import path from "node:path";

/** The moments of one replacement, in order; tests end the process at each. */
export const REPLACE_STEPS = ["opened", "written", "synced", "renamed", "durable"] as const;
export type ReplaceStep = (typeof REPLACE_STEPS)[number];

/** Replaces or makes a file, its owner's alone: written aside, fsync, rename, fsync of the folder. When it returns, power may fail. */
export async function replaceDurably(
  file: string,
  text: string,
  at: (step: ReplaceStep) => void = () => {},
): Promise<void> {
  const beside = `${file}.new`;
  const handle = await fs.open(beside, "w", 0o600);
  try {
    at("opened");
    await handle.writeFile(text);
    at("written");
    await handle.sync();
    at("synced");
  } finally {
    await handle.close();
  }
  await fs.rename(beside, file);
  at("renamed");
  await syncFolder(path.dirname(file));
  at("durable");
}

/** Makes a file where there is none; false, and nothing changed, where there is one. */
export async function makeDurably(file: string, text: string): Promise<boolean> {
  let handle: FileHandle;
  try {
    handle = await fs.open(file, "wx", 0o600);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(path.dirname(file));
  return true;
}

/** A file's text, or undefined where there is no such file. */
export async function textOf(file: string): Promise<string | undefined> {
  try {
    return await fs.readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await fs.open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
