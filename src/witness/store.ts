// The newest cosigned head as a file beside the log's keys: a restart goes on showing it, and an operator can hand it out as it is.

import { replaceDurably, textOf } from "../disk/durable.ts";
import { headOf } from "../format/note.ts";
import type { CosignedStore } from "./client.ts";

/** The name of that file in the keys folder. */
export const COSIGNED_FILE = "cosigned.note";

/** Keeps the note in a file; of several processes that write, the larger head stays. */
export function fileStore(file: string): CosignedStore {
  const sizeIn = (note: string | undefined) => headOf(note)?.size ?? 0;
  return {
    read: () => textOf(file),
    write: async (note) => {
      if (sizeIn(await textOf(file)) <= sizeIn(note)) await replaceDurably(file, note);
    },
  };
}
