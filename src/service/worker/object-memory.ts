// The sequencer's own storage on Workers, apart from the database: the last signed head, so that a restored backup cannot
// make the log sign a shorter history, and the newest head that witnesses have cosigned.
import type { DurableObjectStorage } from "cloudflare:workers";
import type { SignerMemory } from "../../intake/signer.ts";
import type { CosignedStore } from "../../witness/client.ts";

const SIGNED = "signed-head";
const COSIGNED = "cosigned-head";

/** A signer's memory in a Durable Object's storage; what is written is on disk before the signature exists. */
export function memoryInStorage(storage: DurableObjectStorage): SignerMemory {
  let last: Promise<unknown> = Promise.resolve();
  return {
    read: () => storage.get(SIGNED),
    write: async (head) => {
      await storage.put(SIGNED, head);
      await storage.sync();
    },
    // A chain, not blockConcurrencyWhile: that one also holds back what arrives on open sockets, and a proof of growth waits for
    // rows from the database. The runtime sees to it that no second object of this name exists.
    exclusively: (work) => {
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** The newest cosigned head in a Durable Object's storage: a restart goes on showing it. */
export function cosignedInStorage(storage: DurableObjectStorage): CosignedStore {
  return {
    read: () => storage.get(COSIGNED),
    write: async (note) => {
      await storage.put(COSIGNED, note);
      await storage.sync();
    },
  };
}
