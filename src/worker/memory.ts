// The signer's memory on Workers: the last signed head in the sequencer's own storage, apart from the database, so that a restored
// backup cannot make the log sign a shorter history.
import type { DurableObjectStorage } from "cloudflare:workers";
import type { SignerMemory } from "../intake/signer.ts";

const SIGNED = "signed-head";

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
