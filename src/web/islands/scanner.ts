// Reads a slip's code: by camera, from a picture, or from typed text. It only ever hands on text; it follows no address
// and trusts nothing in it. It says in words what it is doing, and every way that fails names the ways that are left.
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasmPath from "zxing-wasm/reader/zxing_reader.wasm";
import { LABELS, SENTENCES, type SentenceName } from "./shared/scanner-words.ts";

/** How a code came in. */
export type ScanWay = "camera" | "picture" | "typed";

/** The detail of the "so-nguon:scan" event: the text as it was read, and how. */
export interface ScanDetail {
  text: string;
  way: ScanWay;
}

/** A mounted scanner: `resume` looks for the next code, for another than `done` where that is named; `say` shows a sentence in its line, `stop` lets go of the camera. */
export interface Scanner {
  start(): Promise<void>;
  resume(done?: string): void;
  say(sentence: string): void;
  stop(): void;
}

type Tag = keyof HTMLElementTagNameMap;

function make<K extends Tag>(
  tag: K,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The elements of one scanner. */
interface View {
  picture: HTMLElement;
  video: HTMLVideoElement;
  says: HTMLElement;
  camera: HTMLButtonElement;
  light: HTMLButtonElement;
  file: HTMLInputElement;
  typed: HTMLFormElement;
  text: HTMLInputElement;
}

/** The typed field's name and hint: those of the page's own form, which says what its page takes. */
type TypedWords = { label: string; hint: string };

function wordsOf(ownForm: HTMLElement | null, label: string): TypedWords {
  const read = (part: string) => ownForm?.querySelector(part)?.textContent?.trim() ?? "";
  return { label: read("label") || label, hint: read(".hint") };
}

function build(root: HTMLElement, pick: (pair: readonly [string, string]) => string, words: TypedWords): View {
  const video = make("video", { muted: "", playsinline: "", "aria-hidden": "true" });
  video.muted = true;
  const picture = make("div", { class: "scanner-view", hidden: "" }, video);
  const says = make("p", { class: "scanner-says", role: "status", "aria-live": "polite" });
  const camera = make("button", { class: "button", type: "button" }, pick(LABELS.camera));
  const light = make(
    "button",
    { class: "button second", type: "button", hidden: "", "aria-pressed": "false" },
    pick(LABELS.light),
  );
  const file = make("input", { type: "file", accept: "image/*", "aria-label": pick(LABELS.picture) });
  const choose = make("label", { class: "button second" }, pick(LABELS.picture), file);
  const ways = make("div", { class: "scanner-ways" }, camera, light, choose);
  const text = make("input", {
    id: "scanner-text",
    type: "text",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
  });
  const hint = words.hint === "" ? [] : [make("p", { class: "hint", id: "scanner-hint" }, words.hint)];
  if (hint.length > 0) text.setAttribute("aria-describedby", "scanner-hint");
  const label = make("label", { for: "scanner-text" }, words.label);
  const field = make("div", { class: "field" }, label, ...hint, text);
  const typed = make(
    "form",
    { class: "scanner-typed" },
    field,
    make("button", { class: "button second", type: "submit" }, pick(LABELS.read)),
  );
  root.classList.add("scanner");
  root.replaceChildren(picture, says, ways, typed);
  return { picture, video, says, camera, light, file, typed, text };
}

let prepared: Promise<unknown> | undefined;

/** Loads the reader's wasm from our own /static; a failed load is forgotten, so that the next press tries again. */
function prepareReader(): Promise<unknown> {
  prepared ??= prepareZXingModule({ overrides: { locateFile: () => wasmPath }, fireImmediately: true }).catch(
    (cause: unknown) => {
      prepared = undefined;
      throw cause;
    },
  );
  return prepared;
}

/** The text of the first QR code in an image, or undefined. */
async function readCode(image: Blob | ImageData): Promise<string | undefined> {
  await prepareReader();
  const results = await readBarcodes(image, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 });
  return results.find((result) => result.isValid && result.text !== "")?.text;
}

function cameraRefusal(cause: unknown): SentenceName {
  const name = cause instanceof DOMException ? cause.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}

const CAMERA: MediaStreamConstraints = {
  video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  audio: false,
};

const FRAME_SIDE = 960; // Enough for a version 10 code that fills a third of the picture; larger only costs time.

function frameOf(video: HTMLVideoElement, canvas: HTMLCanvasElement): ImageData | undefined {
  const scale = Math.min(1, FRAME_SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
  const width = Math.round(video.videoWidth * scale);
  const height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || width === 0 || height === 0) return undefined;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.drawImage(video, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** The state of one mounted scanner; `round` numbers its searches, so that an old one ends when a new one begins. */
interface Session {
  root: HTMLElement;
  view: View;
  pick(pair: readonly [string, string]): string;
  canvas: HTMLCanvasElement;
  stream: MediaStream | undefined;
  round: number;
  wanted: boolean;
  /** A code that has been dealt with and may still lie before the camera. */
  done: string | undefined;
}

function tell(session: Session, name: SentenceName): void {
  session.view.says.textContent = session.pick(SENTENCES[name]);
  session.root.dataset.state = name;
}

function found(session: Session, text: string, way: ScanWay): void {
  session.round += 1;
  tell(session, "read");
  if (session.stream) session.view.camera.textContent = session.pick(LABELS.next);
  session.root.dispatchEvent(new CustomEvent<ScanDetail>("so-nguon:scan", { detail: { text, way }, bubbles: true }));
}

async function look(session: Session, round: number): Promise<void> {
  while (session.stream && round === session.round) {
    const frame = frameOf(session.view.video, session.canvas);
    const text = frame ? await readCode(frame).catch(() => undefined) : undefined;
    if (round !== session.round) return;
    if (text !== undefined && text !== session.done) return found(session, text, "camera");
    await new Promise(requestAnimationFrame);
  }
}

function resume(session: Session, done?: string): void {
  session.done = done;
  if (!session.stream) return;
  session.round += 1;
  tell(session, "looking");
  void look(session, session.round);
}

function release(session: Session, name: SentenceName): void {
  const { view } = session;
  session.round += 1;
  for (const track of session.stream?.getTracks() ?? []) track.stop();
  session.stream = undefined;
  view.video.srcObject = null;
  view.picture.hidden = true;
  view.light.hidden = true;
  view.camera.textContent = session.pick(LABELS.camera);
  tell(session, name);
}

async function start(session: Session): Promise<void> {
  session.wanted = true;
  if (session.stream) return resume(session);
  const { view } = session;
  tell(session, "opening");
  if (!navigator.mediaDevices?.getUserMedia) return tell(session, "missing");
  prepareReader().catch(() => undefined); // Begun beside the camera, awaited below: on a weak network the wasm is the longer wait.
  try {
    session.stream = await navigator.mediaDevices.getUserMedia(CAMERA);
    view.video.srcObject = session.stream;
    view.picture.hidden = false;
    await view.video.play();
  } catch (cause) {
    return release(session, cameraRefusal(cause));
  }
  view.light.hidden = !hasLight(session.stream);
  tell(session, "loading");
  try {
    await prepareReader();
  } catch {
    return release(session, "reader");
  }
  resume(session);
}

async function readPicture(session: Session): Promise<void> {
  const picture = session.view.file.files?.[0];
  if (!picture) return;
  session.round += 1;
  tell(session, "picture");
  try {
    const text = await readCode(picture);
    if (text === undefined) tell(session, "nothing");
    else found(session, text, "picture");
  } catch {
    tell(session, prepared ? "nothing" : "reader");
  }
  session.view.file.value = "";
}

function listen(session: Session): void {
  const { view } = session;
  view.camera.addEventListener("click", () => void start(session));
  view.light.addEventListener("click", () => toggleLight(session.stream, view.light));
  view.file.addEventListener("change", () => void readPicture(session));
  view.typed.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = view.text.value.trim();
    if (text === "") tell(session, "empty");
    else found(session, text, "typed");
  });
  document.addEventListener("visibilitychange", () => {
    // A camera left on in a pocket empties the battery and keeps other applications out.
    if (document.hidden && session.stream) release(session, "off");
    else if (!document.hidden && session.wanted && !session.stream) void start(session);
  });
}

/** Moves what a person has typed, and the cursor, from the page's own form to the scanner's field, and takes that form away. */
function replaceForm(form: HTMLElement, field: HTMLInputElement): void {
  const typed = form.querySelector<HTMLInputElement>('input[name="text"]');
  if (typed) field.value = typed.value;
  const writing = typed !== null && typed === document.activeElement;
  form.remove();
  if (writing) field.focus();
}

/**
 * Mounts a scanner on an empty element; each code read is an event "so-nguon:scan" on it with a ScanDetail. The page's own form, which
 * works without a script, gives its place to the scanner.
 */
export function mountScanner(
  root: HTMLElement,
  lang: "vi" | "en" = document.documentElement.lang === "en" ? "en" : "vi",
  ownForm: HTMLElement | null = null,
): Scanner {
  const pick = (pair: readonly [string, string]): string => pair[lang === "en" ? 1 : 0];
  const session: Session = {
    root,
    view: build(root, pick, wordsOf(ownForm, pick(LABELS.typed))),
    pick,
    canvas: document.createElement("canvas"),
    stream: undefined,
    round: 0,
    wanted: false,
    done: undefined,
  };
  if (ownForm) replaceForm(ownForm, session.view.text);
  listen(session);
  tell(session, "idle");
  return {
    start: () => start(session),
    resume: (done) => resume(session, done),
    stop() {
      session.wanted = false;
      release(session, "off");
    },
    say(sentence) {
      session.view.says.textContent = sentence;
    },
  };
}

// The torch is not in the standard DOM types yet; phones have it.
type TorchCapabilities = MediaTrackCapabilities & { torch?: boolean };
type TorchConstraints = MediaTrackConstraintSet & { torch?: boolean };

function hasLight(stream: MediaStream): boolean {
  const track = stream.getVideoTracks()[0];
  return (track?.getCapabilities?.() as TorchCapabilities | undefined)?.torch === true;
}

function toggleLight(stream: MediaStream | undefined, button: HTMLButtonElement): void {
  const torch = button.getAttribute("aria-pressed") !== "true";
  const constraint: TorchConstraints = { torch };
  void stream
    ?.getVideoTracks()[0]
    ?.applyConstraints({ advanced: [constraint] })
    .then(() => button.setAttribute("aria-pressed", String(torch)));
}
