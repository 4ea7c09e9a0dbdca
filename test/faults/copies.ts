// Backups of a test's database on a server: saved under another name beside it, and put back in its place.
import pg from "pg";

export class Copies {
  readonly #url: string;
  readonly #name: string;
  readonly #saved = new Set<string>();

  constructor(url: string) {
    this.#url = url;
    this.#name = new URL(url).pathname.slice(1);
  }

  async save(copy: string): Promise<void> {
    await this.#maintain(this.#endAll, `create database ${this.#name}_${copy} template ${this.#name}`);
    this.#saved.add(copy);
  }

  /** Whoever is connected is cut off. */
  async restore(copy: string): Promise<void> {
    const [name, from] = [this.#name, `${this.#name}_${copy}`];
    await this.#maintain(
      this.#endAll,
      `drop database ${name} with (force)`,
      `create database ${name} template ${from}`,
    );
  }

  async clear(): Promise<void> {
    await this.#maintain(...[...this.#saved].map((copy) => `drop database ${this.#name}_${copy}`));
    this.#saved.clear();
  }

  get #endAll(): string {
    return `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${this.#name}'`;
  }

  async #maintain(...statements: string[]): Promise<void> {
    const other = new URL(this.#url);
    other.pathname = "postgres";
    const client = new pg.Client(other.href);
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  }
}
