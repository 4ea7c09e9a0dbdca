// The roadside island: camera to verdict. With a network the ledger judges; without one this device judges by the keys it took along.
// The colour is also heard and felt, since an officer looks at the driver and not at the screen.

import { hex } from "../../format/bytes.ts";
import { COLOUR, DIRECTION } from "../../format/codes.ts";
import { decodeEntry } from "../../format/entry.ts";
import { isResultText, readQrText } from "../../format/slipcode.ts";
import type { Judged } from "../../rules/readings/checkpoint-answer.ts";
import { isRoadPlate } from "../../spelling/plates.ts";
import { formatMoment, formatTime } from "../../words/as-written.ts";
import { mountScanner, type ScanDetail, type Scanner } from "./scanner.ts";
import { announce } from "./shared/announce.ts";
import { PATIENCE_MS, say } from "./shared/device.ts";
import { KeyList } from "./shared/key-list.ts";
import { judgeOffline, readPresented } from "./shared/offline.ts";
import { choosePost, type DutyPost } from "./shared/post-choice.ts";
import { signRoadForms, vehicleIn } from "./shared/road-signing.ts";
import { meetSlip, passedMs, rememberPassage } from "./shared/shelf.ts";
import { signForm, valuesOf } from "./shared/signing-form.ts";
import { citizenNote, passageForm, slipDetails, verdictOf } from "./shared/verdict-view.ts";
import { type Awake, pick, wake } from "./shared/wake.ts";

/** How long the ledger may take before the device's own verdict counts. */
const ANSWER_MS = 3000;
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
  readonly #posts: readonly DutyPost[];
  /** The checkpoint on duty. */
  #post: DutyPost | undefined;
  readonly #result: HTMLElement;
  readonly #list: KeyList;
  #scanner: Scanner | undefined;
  #shown: Judged | undefined;
  #text = "";
  #round = 0;

  constructor(awake: Awake, posts: readonly DutyPost[], result: HTMLElement) {
    this.#awake = awake;
    this.#posts = posts;
    this.#result = result;
    this.#list = new KeyList(awake.setting);
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
    const { lang, log } = this.#awake.setting;
    this.#post = await choosePost(this.#posts, log.origin, lang, (post) => {
      this.#post = post;
      if (this.#shown) void this.look(this.#text, "typed");
    });
    if (this.#post) await this.#list.begin();
    signRoadForms(this.#awake, (typed) => vehicleIn(this.#list.trust?.vehicles ?? {}, typed));
    this.#listenToForm();
  }

  /** One presented text, from reading to colour. */
  async look(text: string, way: ScanDetail["way"]): Promise<void> {
    // A typed plate asks for the slips of that vehicle.
    if (way === "typed" && this.#post && isRoadPlate(text))
      return location.assign(`/check/road?q=${encodeURIComponent(text)}`);
    // The paper of a payment's result is no slip: its code leads to the result.
    if (isResultText(text)) return location.assign(`/check?code=${encodeURIComponent(text)}`);
    const round = ++this.#round;
    const { lang } = this.#awake.setting;
    const site = this.#post?.index;
    this.#text = text;
    say("");
    const here = {
      nowMs: Date.now(),
      metMs: (id: string) => meetSlip(id, Date.now()),
      ...(site === undefined ? {} : { site }),
    };
    const asked = worthAsking(text) && navigator.onLine ? askLedger(text, site) : undefined;
    const local = await judgeOffline(text, this.#list.trust, here);
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
    const post = this.#post;
    const form = String(await (post ? passageForm(judgement, text, [post], lang) : citizenNote(judgement, lang)));
    const details = String(await slipDetails(judgement, lang));
    this.#result.innerHTML = String(await verdictOf(judgement, lang, post !== undefined, note)) + form + details;
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
    const made = this.#list.trust?.madeMs;
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
    const nowMs = Date.now();
    const direction = values.direction ?? "";
    const code = shown?.slip?.code ?? text;
    const vehicle = shown?.slip?.plate ?? code;
    const before = await passedMs(code, direction, nowMs);
    if (before !== undefined)
      return say(
        pick(
          lang,
          `Máy này đã ghi xe ${vehicle} qua chốt lúc ${formatTime(before)}, không phải ghi lần nữa.`,
          `This device recorded ${vehicle} at ${formatTime(before)}; it need not be recorded again.`,
        ),
      );
    const differs = values.plate === "0";
    if (differs) {
      // The officer's own observation outweighs the slip's text.
      const wrong: Judged = { colour: "red", reason: "wrong-plate", figures: {}, slip: shown?.slip ?? null };
      this.#result.querySelector("[data-verdict]")?.replaceWith(fragment(String(await verdictOf(wrong, lang, true))));
      announce("red");
    }
    const signed = (sentence: string) => {
      void rememberPassage(code, direction, nowMs);
      if (differs) form.remove();
      else this.#result.replaceChildren();
      this.#shown = undefined;
      say(sentence);
      // The slip may still lie before the camera: it is looked at again only when the officer asks for it.
      this.#scanner?.resume(text);
    };
    const waiting = pick(
      lang,
      `Xe ${vehicle}: lượt qua đã ký và giữ trong máy; tự gửi khi có mạng. Cho xe kế tiếp vào kiểm tra.`,
      `${vehicle}: the passage is signed and kept here; it is sent when there is a network. Check the next vehicle.`,
    );
    await signForm(form, device, lang, {
      kind: "passage.record",
      body: {
        slip: referenceOf(text),
        site: Number(values.site),
        direction: direction === "2" ? DIRECTION.inbound : DIRECTION.outbound,
        seenS: Math.floor(nowMs / 1000),
        verdict: COLOUR[differs ? "red" : (shown?.colour ?? "grey")],
        plateMatches: Number(values.plate),
      },
      patienceMs: PATIENCE_MS.road,
      label: pick(lang, `Xe ${vehicle} qua chốt`, `Passage of ${vehicle}`),
      done: () =>
        signed(
          pick(
            lang,
            `Đã ghi xe ${vehicle} qua chốt lúc ${formatTime(nowMs)}.`,
            `Recorded: ${vehicle} at ${formatTime(nowMs)}.`,
          ),
        ),
      waiting,
      kept: () => signed(waiting),
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
  const posts = JSON.parse(root.dataset.places ?? "[]") as DutyPost[];
  const roadside = new Roadside(awake, posts, result);
  await roadside.begin(scannerPlace);
}
