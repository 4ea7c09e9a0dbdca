// The roadside island: camera to verdict. With a network the ledger judges; without one this device judges by the keys it took along.
// The colour is also heard and felt, since an officer looks at the driver and not at the screen.

import { hex } from "../../format/bytes.ts";
import { COLOUR, DIRECTION } from "../../format/codes.ts";
import { decodeEntry } from "../../format/entry.ts";
import { readQrText } from "../../format/slipcode.ts";
import type { Colour, Judged } from "../../rules/readings/checkpoint-answer.ts";
import { formatMoment } from "../../words/as-written.ts";
import { mountScanner, type ScanDetail, type Scanner } from "./scanner.ts";
import { say } from "./shared/device.ts";
import {
  askBundle,
  chooseBundle,
  judgeOffline,
  openBundle,
  readPresented,
  type Trust,
  type TrustBundle,
  type TrustChanges,
} from "./shared/offline.ts";
import { learnKeys, pinnedNow } from "./shared/pin.ts";
import { signRoadForms, vehicleIn } from "./shared/road-signing.ts";
import { kept, meetSlip, putOnShelf } from "./shared/shelf.ts";
import { signForm, valuesOf } from "./shared/signing-form.ts";
import { citizenNote, passageForm, slipDetails, verdictOf } from "./shared/verdict-view.ts";
import { type Awake, pick, wake } from "./shared/wake.ts";

/** How long the ledger may take before the device's own verdict counts. */
const ANSWER_MS = 3000;
type Post = { index: number; name: string };
/** Tones in hertz with seconds, and the vibration in milliseconds; told apart without looking. */
const SIGNS: Readonly<Record<Colour, { tones: readonly (readonly [number, number])[]; shake: number[] }>> = {
  green: { tones: [[880, 0.12]], shake: [80] },
  amber: {
    tones: [
      [587, 0.14],
      [587, 0.14],
    ],
    shake: [120, 80, 120],
  },
  red: {
    tones: [
      [220, 0.22],
      [220, 0.22],
      [220, 0.3],
    ],
    shake: [300, 100, 300, 100, 300],
  },
  grey: { tones: [[392, 0.3]], shake: [200] },
};

let audio: AudioContext | undefined;

/** Sounds and vibrates; silent where the browser does not allow it before a touch. */
function announce(colour: Colour): void {
  navigator.vibrate?.(SIGNS[colour].shake);
  try {
    audio ??= new AudioContext();
    let at = audio.currentTime;
    for (const [hertz, seconds] of SIGNS[colour].tones) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = hertz;
      volume.gain.value = 0.2;
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + seconds);
      at += seconds + 0.06;
    }
  } catch {
    // A device without sound still shows the colour.
  }
}

/** The list for checking offline, or what has changed in it since the log had a size; undefined where the service gives none. */
async function askService(from: number | undefined): Promise<TrustBundle | TrustChanges | undefined> {
  const path = from === undefined ? "/trust.json" : `/trust.json?from=${from}`;
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  return answer.ok ? ((await answer.json()) as TrustBundle | TrustChanges) : undefined;
}

/** The ledger's verdict, or undefined where there is no network or no answer in time. */
async function askLedger(text: string, site: number | undefined): Promise<Judged | undefined> {
  try {
    const answer = await fetch("/check", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ text, ...(site === undefined ? {} : { site: String(site) }) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return answer.ok ? ((await answer.json()) as Judged) : undefined;
  } catch {
    return undefined;
  }
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}

/** The ledger knows more than this device, but for one thing: what the device itself saw and has not sent yet. */
function better(local: Judged, ledger: Judged | undefined): Judged {
  return ledger && !(local.reason === "seen-on-device" && ledger.colour === "green") ? ledger : local;
}

/** True if the ledger should be asked: a code that is not ours is recognised here. */
function worthAsking(text: string): boolean {
  return typeof readPresented(text) === "object";
}

class Roadside {
  readonly #awake: Awake;
  readonly #posts: Post[];
  readonly #result: HTMLElement;
  readonly #trustLine: HTMLElement | null;
  #scanner: Scanner | undefined;
  #trust: Trust | undefined;
  #shown: Judged | undefined;
  #round = 0;

  constructor(awake: Awake, posts: Post[], result: HTMLElement) {
    this.#awake = awake;
    this.#posts = posts;
    this.#result = result;
    this.#trustLine = document.querySelector<HTMLElement>("[data-trust]");
  }

  async begin(scannerPlace: HTMLElement): Promise<void> {
    this.#scanner = mountScanner(
      scannerPlace,
      this.#awake.setting.lang,
      document.querySelector<HTMLElement>("[data-typed]"),
    );
    scannerPlace.addEventListener("so-nguon:scan", (event) => {
      const { text, way } = (event as CustomEvent<ScanDetail>).detail;
      void this.look(text, way);
    });
    if (this.#posts.length > 0) await this.#takeTrust();
    signRoadForms(this.#awake, (typed) => vehicleIn(this.#trust?.vehicles ?? {}, typed));
    this.#listenToForm();
  }

  /** One presented text, from reading to colour. */
  async look(text: string, way: ScanDetail["way"]): Promise<void> {
    const round = ++this.#round;
    const { lang } = this.#awake.setting;
    const site = this.#posts[0]?.index;
    say("");
    const here = {
      nowMs: Date.now(),
      metMs: (id: string) => meetSlip(id, Date.now()),
      ...(site === undefined ? {} : { site }),
    };
    const asked = worthAsking(text) && navigator.onLine ? askLedger(text, site) : undefined;
    const local = await judgeOffline(text, this.#trust, here);
    // An officer waits a second at most; where this device knows nothing by itself, waiting is all there is.
    const soon = asked && (await Promise.race([asked, pause(local.colour === "grey" ? ANSWER_MS : 900)]));
    if (round !== this.#round) return;
    const judgement = better(local, soon);
    await this.#show(judgement, text, soon || !worthAsking(text) ? undefined : this.#offlineNote(asked !== undefined));
    announce(judgement.colour);
    if (way === "camera")
      this.#scanner?.say(pick(lang, "Bấm “Quét tiếp” cho xe sau.", "Press “Scan next” for the next vehicle."));
    const late = soon ? undefined : await asked;
    const corrected = late && better(local, late);
    // An answer that only agrees must not wipe what the officer has begun to fill in.
    if (!corrected || corrected.reason === judgement.reason || round !== this.#round) return;
    await this.#show(corrected, text, undefined);
    announce(corrected.colour);
  }

  async #show(judgement: Judged, text: string, note: string | undefined): Promise<void> {
    const { lang } = this.#awake.setting;
    this.#shown = judgement;
    const onDuty = this.#posts.length > 0;
    const form = String(
      await (onDuty ? passageForm(judgement, text, this.#posts, lang) : citizenNote(judgement, lang)),
    );
    const details = String(await slipDetails(judgement, lang));
    this.#result.innerHTML = String(await verdictOf(judgement, lang, note)) + form + details;
    this.#result.dataset.colour = judgement.colour;
    this.#result.dataset.reason = judgement.reason;
    const panel = this.#result.querySelector<HTMLElement>("[data-verdict]");
    if (panel) panel.tabIndex = -1;
    // The focus makes a screen reader say the verdict, and puts a phone's keyboard away.
    panel?.focus({ preventScroll: true });
    this.#result.scrollIntoView({ block: "start" });
  }

  #offlineNote(asking: boolean): string {
    const { lang } = this.#awake.setting;
    const made = this.#trust?.madeMs;
    if (made === undefined) return pick(lang, "Đang mất mạng.", "No network.");
    if (asking)
      return pick(
        lang,
        `Mạng chậm, sổ chưa trả lời: kiểm tra theo danh sách lúc ${formatMoment(made, lang)}.`,
        `Slow network, no answer from the ledger yet: checked against the list of ${formatMoment(made, lang)}.`,
      );
    return pick(
      lang,
      `Mất mạng: kiểm tra theo danh sách lúc ${formatMoment(made, lang)}. Chưa biết phiếu đã nhận sau giờ đó.`,
      `Offline: checked against the list of ${formatMoment(made, lang)}. What happened since is not known.`,
    );
  }

  /** The list for when there is no network: the newest one, else the one kept. */
  async #takeTrust(): Promise<void> {
    const { log: first, lang } = this.#awake.setting;
    let log = await pinnedNow(first);
    const name = `trust ${log.origin}`;
    try {
      const offered = await askBundle(await kept<TrustBundle>(name), log, askService);
      // The log may have come to another key since this page was opened.
      if (offered && !(await openBundle(offered, log))) log = await learnKeys(log);
      const chosen = await chooseBundle(await kept<TrustBundle>(name), offered, log);
      if (chosen && chosen === offered) await putOnShelf(name, chosen);
    } catch {
      // No network: the kept list serves.
    }
    const held = await kept<TrustBundle>(name);
    // Opened anew each time: what lies on the device is believed for the log's signature, not for lying there.
    this.#trust = held && (await openBundle(held, log).catch(() => undefined))?.trust;
    if (!this.#trustLine) return;
    this.#trustLine.textContent = this.#trust
      ? pick(
          lang,
          `Danh sách khóa để kiểm tra khi mất mạng: ${formatMoment(this.#trust.madeMs, lang)}.`,
          `Key list for checking offline: ${formatMoment(this.#trust.madeMs, lang)}.`,
        )
      : pick(lang, "Chưa có danh sách khóa để kiểm tra khi mất mạng.", "No key list for checking offline yet.");
    this.#trustLine.dataset.ready = this.#trust ? "1" : "0";
  }

  #listenToForm(): void {
    this.#result.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      const device = this.#awake.device();
      if (form.dataset.form !== "passage" || !device) return;
      event.preventDefault();
      void this.#record(form, device);
    });
  }

  async #record(form: HTMLFormElement, device: NonNullable<ReturnType<Awake["device"]>>): Promise<void> {
    const { lang } = this.#awake.setting;
    const values = valuesOf(form);
    if (values.plate !== "0" && values.plate !== "1")
      return say(pick(lang, "Trả lời câu hỏi về biển số trước.", "Answer about the plate first."));
    const text = values.text ?? "";
    const shown = this.#shown;
    const differs = values.plate === "0";
    if (differs) {
      // The officer's own observation outweighs the slip's text.
      const wrong: Judged = { colour: "red", reason: "wrong-plate", figures: {}, slip: shown?.slip ?? null };
      this.#result.querySelector("[data-verdict]")?.replaceWith(fragment(String(await verdictOf(wrong, lang))));
      announce("red");
    }
    const done = (sentence: string) => {
      if (differs) form.remove();
      else this.#result.replaceChildren();
      say(sentence);
      this.#scanner?.resume();
    };
    await signForm(form, device, lang, {
      kind: "passage.record",
      body: {
        slip: referenceOf(text),
        site: Number(values.site),
        direction: values.direction === "2" ? DIRECTION.inbound : DIRECTION.outbound,
        seenS: Math.floor(Date.now() / 1000),
        verdict: COLOUR[differs ? "red" : (shown?.colour ?? "grey")],
        plateMatches: Number(values.plate),
      },
      label: pick(lang, "Lượt qua trạm", "Passage"),
      done: (index) => done(pick(lang, `Đã ghi nhận lượt qua ở mục ${index}.`, `Passage recorded at entry ${index}.`)),
      waiting: pick(
        lang,
        "Lượt qua đã ký và giữ trong máy; tự gửi khi có mạng. Cho xe kế tiếp vào kiểm tra.",
        "The passage is signed and kept here; it is sent when there is a network. Check the next vehicle.",
      ),
      kept: () => done(""),
    });
  }
}

/** Markup as nodes. */
function fragment(markup: string): DocumentFragment {
  return document.createRange().createContextualFragment(markup);
}

/** A scanned slip travels inside the passage, so that it reaches the ledger with it; a typed one is named by its code. */
function referenceOf(text: string): { entry: Uint8Array } | { code: string } {
  const bytes = readQrText(text.trim());
  if (bytes && "entry" in decodeEntry(bytes)) return { entry: bytes };
  const read = readPresented(text);
  return typeof read === "object" && "code" in read ? read : { code: hex(new Uint8Array(6)) };
}

const awake = await wake();
const root = document.querySelector<HTMLElement>("[data-check]");
const result = document.querySelector<HTMLElement>("[data-result]");
const scannerPlace = document.querySelector<HTMLElement>("[data-scanner]");
if (awake && root && result && scannerPlace) {
  const posts = JSON.parse(root.dataset.places ?? "[]") as Post[];
  const roadside = new Roadside(awake, posts, result);
  await roadside.begin(scannerPlace);
}
