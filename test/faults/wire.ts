// A wire between a pool and its server that can be cut at a chosen statement: before the server hears it, or after the server has
// done it and before its answer arrives. To the client both are the same broken connection.
import net from "node:net";
import type { Blow, Cut, Statement } from "./points.ts";
import { statementOf } from "./points.ts";

/** A cut, or a blow to the server, that waits for its statement; `nth` counts from when it was armed. */
export type Ambush = { statement: Statement; nth: number; cut: Cut } | Blow;

/** How the statement that appends begins. */
const APPEND = "with moved as";
const SYNC = 0x53;
const QUERY = 0x51;
const PARSE = 0x50;
const BIND = 0x42;
const READY = 0x5a;
const BACKEND_KEY = 0x4b;

/** What is going on on one connection: the server's process, whether its answers are held back, a blow at the end of its answer. */
type Talk = { pid: number; muted: boolean; blow: Blow | undefined };
type Message = { type: number; bytes: Buffer };

/** Takes whole messages off the front of a stream (PostgreSQL protocol 3: type, then a length that counts itself). */
class Messages {
  #rest = Buffer.alloc(0);
  #started: boolean;

  constructor(startup: boolean) {
    this.#started = !startup;
  }

  take(chunk: Buffer): Message[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const head = this.#started ? 1 : 0;
      if (this.#rest.length < head + 4) return messages;
      const end = head + this.#rest.readUInt32BE(head);
      if (this.#rest.length < end) return messages;
      messages.push({ type: head ? this.#rest[0]! : 0, bytes: this.#rest.subarray(0, end) });
      this.#rest = this.#rest.subarray(end);
      this.#started = true;
    }
  }
}

function textAt(bytes: Buffer, from: number): { text: string; end: number } {
  const end = bytes.indexOf(0, from);
  return { text: bytes.toString("utf8", from, end), end: end + 1 };
}

export class Wire {
  /** Cuts in the order in which they are to happen, and those that did. */
  ambushes: Ambush[] = [];
  readonly sprung: Ambush[] = [];
  /** Where new connections go. */
  target: { host: string; port: number };
  /** Ends a server process by its number and waits until it is gone. */
  endBackend: (pid: number) => Promise<void> = async () => {};
  /** Strikes the server that the connection leads to, where its process has that number. */
  strike: (blow: Blow, pid: number) => void = () => {};
  /** Appends that set out for the server. */
  appends = 0;
  #seen = 0;
  #dropAppend = () => {};
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  private constructor(target: { host: string; port: number }) {
    this.target = target;
    this.#server = net.createServer((client) => this.#join(client));
  }

  /** A wire to the server of a database URL; answers the URL that goes through it. */
  static async to(url: string): Promise<{ wire: Wire; url: string }> {
    const through = new URL(url);
    const wire = new Wire({ host: through.hostname, port: Number(through.port) });
    await new Promise<void>((done) => wire.#server.listen(0, "127.0.0.1", done));
    through.hostname = "127.0.0.1";
    through.port = String((wire.#server.address() as net.AddressInfo).port);
    return { wire, url: through.href };
  }

  arm(...ambushes: Ambush[]): void {
    this.ambushes = [...ambushes];
    this.sprung.length = 0;
    this.#seen = 0;
  }

  /** Breaks every connection now. */
  breakAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Breaks the connection on which the newest append set out; idle ones of the pool stay whole. */
  breakAppend(): void {
    this.#dropAppend();
  }

  close(): void {
    this.breakAll();
    this.#server.close();
  }

  #due(text: string): Ambush | undefined {
    const next = this.ambushes[0];
    if (text.startsWith(APPEND)) this.appends += 1;
    if (!next || !/\bledger\b|\bdesk\b/.test(text) || statementOf(text) !== next.statement) return undefined;
    this.#seen += 1;
    if (this.#seen < next.nth) return undefined;
    this.#seen = 0;
    this.ambushes.shift();
    this.sprung.push(next);
    return next;
  }

  #join(client: net.Socket): void {
    const server = net.connect(this.target);
    const both = [client, server];
    const drop = () => {
      for (const socket of both) socket.destroy();
    };
    for (const socket of both) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", drop);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        drop();
      });
    }
    const talk: Talk = { pid: 0, muted: false, blow: undefined };
    this.#answers(client, server, talk, drop);
    this.#questions(client, server, talk, drop);
  }

  #answers(client: net.Socket, server: net.Socket, talk: Talk, drop: () => void): void {
    const messages = new Messages(false);
    server.on("data", (chunk: Buffer) => {
      const answers: Buffer[] = [];
      for (const { type, bytes } of messages.take(chunk)) {
        if (type === BACKEND_KEY) talk.pid = bytes.readUInt32BE(5);
        if (!talk.muted) answers.push(bytes);
        if (type !== READY) continue;
        if (answers.length > 0) client.write(Buffer.concat(answers.splice(0)));
        if (talk.blow) this.strike(talk.blow, talk.pid);
        if (talk.muted) drop();
        talk.blow = undefined;
      }
      if (answers.length > 0) client.write(Buffer.concat(answers));
    });
  }

  #questions(client: net.Socket, server: net.Socket, talk: Talk, drop: () => void): void {
    const messages = new Messages(true);
    const named = new Map<string, string>();
    let unit: Buffer[] = [];
    let text = "";
    // One after another: a statement that waits for its cut holds back what comes behind it.
    let turn = Promise.resolve();
    const send = async (whole: Buffer, ambush: Ambush | undefined) => {
      const cut = ambush?.cut;
      const blow = ambush && "victim" in ambush ? ambush : undefined;
      if (blow && cut === "killed before it is sent") this.strike(blow, talk.pid);
      if (cut === "cut before it is sent" || cut === "killed before it is sent") return drop();
      if (cut === "cut before its answer" || cut === "killed before its answer") talk.muted = true;
      if (cut === "killed before its answer" || cut === "killed after its answer") talk.blow = blow;
      if (cut === "ended by the server") await this.endBackend(talk.pid);
      server.write(whole);
      if (blow && cut === "killed as it is sent") this.#strikeAfter(blow, talk.pid);
    };
    client.on("data", (chunk: Buffer) => {
      for (const { type, bytes } of messages.take(chunk)) {
        unit.push(bytes);
        if (type === PARSE) {
          const name = textAt(bytes, 5);
          text = textAt(bytes, name.end).text;
          named.set(name.text, text);
        }
        if (type === BIND) text = named.get(textAt(bytes, textAt(bytes, 5).end).text) ?? "";
        if (type === QUERY) text = textAt(bytes, 5).text;
        if ([PARSE, BIND, 0x44, 0x45, 0x43, 0x48].includes(type)) continue;
        const whole = Buffer.concat(unit);
        const ambush = type === SYNC || type === QUERY ? this.#due(text) : undefined;
        if (text.startsWith(APPEND)) this.#dropAppend = drop;
        unit = [];
        text = "";
        turn = turn.then(() => send(whole, ambush));
      }
    });
  }

  /** Nothing else of this process runs meanwhile, so that the time is kept. */
  #strikeAfter(blow: Blow, pid: number): void {
    const until = performance.now() + blow.afterUs / 1000;
    while (performance.now() < until);
    this.strike(blow, pid);
  }
}
