// A client of the service that costs the machine little: one kept-alive connection, requests written by hand, answers read no
// further than their index. The bench shares its processors with what it measures.
import net from "node:net";

/** One connection; a request waits for the answer before the next is sent. */
export class RawClient {
  readonly #socket: net.Socket;
  readonly #head: string;
  #buffer: Buffer = Buffer.alloc(0);
  #waiting: ((answer: { status: number; headers: string; body: Buffer }) => void) | undefined;

  constructor(port: number, path: string, type: string) {
    this.#head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: ${type}\r\nContent-Length: `;
    this.#socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (chunk) => this.#read(chunk));
  }

  post(body: Uint8Array): Promise<{ status: number; headers: string; body: Buffer }> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#socket.cork();
      this.#socket.write(`${this.#head}${body.length}\r\n\r\n`);
      this.#socket.write(body);
      this.#socket.uncork();
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    const end = this.#buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const headers = this.#buffer.toString("latin1", 0, end);
    const chunked = /^transfer-encoding: chunked$/im.test(headers);
    const length = Number(/^content-length: (\d+)$/im.exec(headers)?.[1] ?? 0);
    const body = this.#buffer.subarray(end + 4);
    const whole = chunked ? body.includes("0\r\n\r\n") : body.length >= length;
    if (!whole) return;
    this.#buffer = Buffer.alloc(0);
    this.#waiting?.({ status: Number(headers.slice(9, 12)), headers, body });
  }
}
