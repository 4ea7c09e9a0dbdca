// Many entries signed in order, one at a time: the next is signed only when the ledger has answered for the one before, so that a network
// that goes away leaves one entry waiting and not a thousand.
import type { Sent } from "./device.ts";

/** A row of a file, and the writing of its entry. */
export type BulkWriting = { readonly row: number; readonly write: () => Promise<Sent> };

/** The fate of a row. */
export type BulkStep =
  | { readonly row: number; readonly index: number }
  | { readonly row: number; readonly reason: { readonly vi: string; readonly en: string } };

/** How far it came; `waits` where an entry is signed and not sent, and the rows after it are not signed. */
export type BulkEnd = { readonly entered: number; readonly refused: number; readonly waits: boolean };

const ON_THE_WAY = {
  vi: "Đã ký, đang chờ mạng; sẽ tự gửi.",
  en: "Signed, waiting for the network; it will be sent by itself.",
};

/** Signs and sends the rows in order; a refused entry is let go of by `discard`, and the next row follows. */
export async function signRows(
  rows: readonly BulkWriting[],
  discard: (entryId: string) => Promise<void>,
  told: (step: BulkStep, done: number) => void,
): Promise<BulkEnd> {
  let [entered, refused] = [0, 0];
  for (const { row, write } of rows) {
    const sent = await write();
    if ("waiting" in sent) {
      told({ row, reason: ON_THE_WAY }, entered + refused);
      return { entered, refused, waits: true };
    }
    if ("index" in sent) {
      entered += 1;
      told({ row, index: sent.index }, entered + refused);
      continue;
    }
    refused += 1;
    await discard(sent.entryId);
    const { vi, en } = sent.refused;
    told({ row, reason: { vi, en } }, entered + refused);
  }
  return { entered, refused, waits: false };
}
