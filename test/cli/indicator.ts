// A weighing indicator on a real socket: it plays the weights of a plate as Toledo frames, with noise between them and frames that come in
// parts, to whoever has connected last.
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";

const MOVING = "8";
const STILL = "0";
/** Ten frames a second, of the clock that the test gives the agent. */
const A_SECOND = 10;

export class Indicator {
  readonly #server: net.Server;
  #socket: Promise<net.Socket>;

  private constructor(server: net.Server) {
    this.#server = server;
    this.#socket = this.#next();
  }

  static async listening(): Promise<Indicator> {
    const server = net.createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Indicator(server);
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #next(): Promise<net.Socket> {
    return once(this.#server, "connection").then(([socket]: net.Socket[]) => socket!.setNoDelay(true));
  }

  /** Shows a weight for so many seconds, still or moving. */
  async show(kg: number, seconds: number, moving = false): Promise<void> {
    const sign = kg < 0 ? 2 : 0;
    const status = String.fromCharCode((moving ? MOVING : STILL).charCodeAt(0) + sign);
    const frame = `\x022${status} ${String(Math.abs(kg)).padStart(6, "0")}000000\r`;
    await this.send(`${frame}~\x00`.repeat(seconds * A_SECOND));
  }

  /** Sends bytes as they are, in parts that fit no frame. */
  async send(text: string): Promise<void> {
    const socket = await this.#socket;
    const bytes = Buffer.from(text, "latin1");
    for (let at = 0; at < bytes.length; at += 7) socket.write(bytes.subarray(at, at + 7));
  }

  /** Cuts the line; what is shown next is shown to whoever connects again. */
  async cut(): Promise<void> {
    const socket = await this.#socket;
    this.#socket = this.#next();
    socket.destroy();
  }

  async close(): Promise<void> {
    (await this.#socket).destroy();
    this.#server.close();
  }
}
