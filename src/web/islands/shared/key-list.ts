// The list of keys, vehicles and ended slips by which an officer's device judges where there is no network: kept on the device, believed for the
// log's signature alone, and asked for again while the page stays open.
import { formatMoment } from "../../../words/as-written.ts";
import type { Setting } from "./device.ts";
import { askBundle, chooseBundle, openBundle, type Trust, type TrustBundle, type TrustChanges } from "./offline.ts";
import { learnKeys, type PinnedLog, pinnedNow } from "./pin.ts";
import { kept, putOnShelf } from "./shelf.ts";
import { pick } from "./wake.ts";

/** How often an open page asks for a newer list. */
const FRESH_MS = 10 * 60_000;
/** How long the list of a whole province may take over a gate's network. */
const LOADING_MS = 120_000;

/** The list for checking offline, or what has changed in it since the log had a size; undefined where the service gives none. */
async function askService(from: number | undefined): Promise<TrustBundle | TrustChanges | undefined> {
  const path = from === undefined ? "/trust.json" : `/trust.json?from=${from}`;
  const answer = await fetch(path, {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(LOADING_MS),
  });
  return answer.ok ? ((await answer.json()) as TrustBundle | TrustChanges) : undefined;
}

export class KeyList {
  readonly #setting: Pick<Setting, "log" | "lang">;
  readonly #line = document.querySelector<HTMLElement>("[data-trust]");
  /** The list that is believed now. */
  trust: Trust | undefined;

  constructor(setting: Pick<Setting, "log" | "lang">) {
    this.#setting = setting;
  }

  /**
   * Opens the kept list, and waits for the service's only where none is kept; then takes it again while the page stays open: a slip voided
   * since must not look good once the network is gone.
   */
  async begin(): Promise<void> {
    await this.#open(await pinnedNow(this.#setting.log));
    const asked = this.#take();
    const again = () => {
      if (!document.hidden && navigator.onLine) void this.#take();
    };
    addEventListener("online", again);
    document.addEventListener("visibilitychange", again);
    setInterval(again, FRESH_MS);
    if (!this.trust) await asked;
  }

  async #take(): Promise<void> {
    let log = await pinnedNow(this.#setting.log);
    const name = nameOf(log);
    try {
      const offered = await askBundle(await kept<TrustBundle>(name), log, askService);
      // The log may have come to another key since this page was opened.
      if (offered && !(await openBundle(offered, log))) log = await learnKeys(log);
      const chosen = await chooseBundle(await kept<TrustBundle>(name), offered, log);
      if (chosen && chosen === offered) await putOnShelf(name, chosen);
    } catch {
      // No network: the kept list serves.
    }
    await this.#open(log);
  }

  /** Opened anew each time: what lies on the device is believed for the log's signature, not for lying there. */
  async #open(log: PinnedLog): Promise<void> {
    const held = await kept<TrustBundle>(nameOf(log));
    this.trust = held && (await openBundle(held, log).catch(() => undefined))?.trust;
    this.#tell();
  }

  #tell(): void {
    const line = this.#line;
    if (!line) return;
    const { lang } = this.#setting;
    line.dataset.ready = this.trust ? "1" : "0";
    if (!this.trust) {
      line.textContent = pick(
        lang,
        "Chưa có danh sách khóa để kiểm tra khi mất mạng.",
        "No key list for checking offline yet.",
      );
      return;
    }
    const { madeMs, maxAgeS } = this.trust;
    const [made, until] = [madeMs, madeMs + maxAgeS * 1000].map((ms) => formatMoment(ms, lang));
    line.textContent = pick(
      lang,
      `Danh sách khóa lúc ${made}: mất mạng vẫn kiểm tra được đến ${until}.`,
      `Key list of ${made}: good for checking offline until ${until}.`,
    );
  }
}

function nameOf(log: PinnedLog): string {
  return `trust ${log.origin}`;
}
