// A witness at work: one request after another is decided, remembered on disk, and only then cosigned. The order is the whole point:
// a cosignature that left before its memory was safe could be followed by one for another history.
import type { Signer } from "../format/ed25519.ts";
import { COSIGNATURE, cosignNote, vkeyOf } from "../format/note.ts";
import { logKeysText, parseLogKeys } from "../format/signatories.ts";
import { decideCosign, decideKeys, type Logs, type Recollection } from "./server.ts";
import type { WitnessClock } from "./witness-clock.ts";
import type { WitnessMemory } from "./witness-memory.ts";

/** An answer as it goes over HTTP. */
export type Reply = { readonly status: number; readonly type: string; readonly body: string; readonly retryS?: number };

const WAITING = 64;

export class Keeper {
  readonly #name: string;
  readonly #signer: Signer;
  readonly #logs: Logs;
  readonly #memory: WitnessMemory;
  readonly #clock: WitnessClock;
  readonly #say: (line: string) => void;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** `say` tells the operator, one line an event, what a person must look at. */
  constructor(parts: {
    name: string;
    signer: Signer;
    logs: Logs;
    memory: WitnessMemory;
    clock: WitnessClock;
    say: (line: string) => void;
  }) {
    this.#name = parts.name;
    this.#signer = parts.signer;
    this.#logs = parts.logs;
    this.#memory = parts.memory;
    this.#clock = parts.clock;
    this.#say = parts.say;
  }

  /** The verifier key under which its cosignatures are checked (type 4). */
  get vkey(): string {
    return vkeyOf(this.#name, this.#signer.key, COSIGNATURE);
  }

  /** Answers one add-checkpoint request; one at a time, because checking and remembering must not be parted (tlog-witness). */
  add(body: Uint8Array): Promise<Reply> {
    return this.#inTurn(() => this.#take(body));
  }

  /** Answers one add-log-keys request: the log's roots have put another key in the place of the one that is known. */
  addKeys(body: Uint8Array): Promise<Reply> {
    return this.#inTurn(() => this.#follow(body));
  }

  #inTurn(work: () => Promise<Reply>): Promise<Reply> {
    if (this.#waiting >= WAITING) return Promise.resolve({ ...text(503, "busy"), retryS: 1 });
    this.#waiting += 1;
    const mine = this.#turn
      .then(work)
      .catch((error: unknown) => {
        this.#say(`lỗi · error: ${error instanceof Error ? error.message : String(error)}`);
        return { ...text(503, "the witness cannot keep its memory"), retryS: 60 };
      })
      .finally(() => {
        this.#waiting -= 1;
      });
    this.#turn = mine;
    return mine;
  }

  async #take(body: Uint8Array): Promise<Reply> {
    const decision = await decideCosign(this.#logs, (origin) => this.#recollect(origin), body);
    if (decision.status === 409) {
      if (decision.evidence !== undefined) await this.#accuse(decision.evidence);
      return { status: 409, type: "text/x.tlog.size", body: `${decision.size}\n` };
    }
    if (decision.status !== 200) return text(decision.status, decision.reason);
    const timeS = this.#clock.readS();
    if (timeS === undefined || timeS < (this.#memory.lastS ?? 0)) {
      this.#say("đồng hồ máy nhảy, không ký · the clock leapt, nothing is cosigned");
      return { ...text(503, "the witness's clock cannot be trusted"), retryS: 60 };
    }
    const { head, note, grows } = decision;
    if (grows) await this.#memory.remember(head.origin, { size: head.size, root: head.root, note }, timeS);
    const cosigned = await cosignNote(note, this.#name, this.#signer, timeS);
    return text(200, cosigned.slice(cosigned.lastIndexOf("\n", cosigned.length - 2) + 1).trimEnd());
  }

  async #follow(body: Uint8Array): Promise<Reply> {
    const decision = await decideKeys(this.#logs, (origin) => this.#recollect(origin), body);
    if (decision.status === 409) return { status: 409, type: "text/x.tlog.size", body: `${decision.size}\n` };
    if (decision.status !== 200) return text(decision.status, decision.reason);
    const { origin, keys } = decision;
    if (await this.#memory.rememberKeys(origin, logKeysText(keys)))
      this.#say(`khóa sổ đã thay theo sổ · the log's key was replaced, as the log says: ${keys.at(-1)!.vkey}`);
    return text(200, "ok");
  }

  #recollect(origin: string): Recollection {
    const keys = this.#memory.keysOf(origin);
    return { last: this.#memory.recall(origin), keys: keys === undefined ? undefined : parseLogKeys(keys) };
  }

  /** Two heads of one size, both signed by the log: kept for a court, since the log can never explain them. */
  async #accuse(note: string): Promise<void> {
    const first = this.#memory.recall(note.slice(0, note.indexOf("\n")))?.note;
    if (first === undefined) return;
    const file = await this.#memory.keepEvidence(first, note);
    if (file) this.#say(`SỔ BỊ RẼ NHÁNH, chứng cứ tại · THE LOG HAS FORKED, evidence in ${file}`);
  }
}

function text(status: number, line: string): Reply {
  return { status, type: "text/plain; charset=utf-8", body: `${line}\n` };
}
