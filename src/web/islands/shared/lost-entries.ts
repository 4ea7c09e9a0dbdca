// Signed entries that are gone with the browser's storage before they were sent. The outbox cannot tell of them: so what waits in it is also
// written down beside it, in this origin's local storage, and how much in a cookie, which browsers clear on other occasions. Where the outbox
// no longer has what they name, the person is told at the next visit, until he says that he knows.
import type { Lang } from "../../../words/lang.ts";

/** An entry by its id and the few words that its signer saw. */
export type NamedWaiting = { readonly id: string; readonly label: string };

/** The entries that waited at the last look, and those lost since of which the person does not know yet. */
export type WaitingNote = {
  readonly waiting: readonly NamedWaiting[];
  readonly lost: readonly NamedWaiting[];
  /** When something was last signed here, in milliseconds. */
  readonly atMs: number;
};

/** More than a day's slips without a network. */
const MOST_NAMED = 500;
const NOTHING: WaitingNote = { waiting: [], lost: [], atMs: 0 };

/** Reads a note; one that is none, or that something else wrote, names nothing. */
export function readNote(text: string | null): WaitingNote | undefined {
  if (text === null) return undefined;
  try {
    const told = JSON.parse(text) as Partial<WaitingNote>;
    return { waiting: namesOf(told.waiting), lost: namesOf(told.lost), atMs: Number(told.atMs) || 0 };
  } catch {
    return undefined;
  }
}

function namesOf(told: unknown): NamedWaiting[] {
  if (!Array.isArray(told)) return [];
  const named = told.filter((each) => typeof each?.id === "string" && typeof each?.label === "string");
  return named.slice(0, MOST_NAMED).map(({ id, label }) => ({ id, label: label.slice(0, 200) }));
}

/** The count in the cookie, "3.1795000000000"; nothing for any other text. */
export function readCount(cookies: string): { count: number; atMs: number } | undefined {
  const [, count, atMs] = /(?:^|; )so-nguon-waiting=(\d{1,6})\.(\d{1,16})(?:;|$)/.exec(cookies) ?? [];
  return count === undefined ? undefined : { count: Number(count), atMs: Number(atMs) };
}

/**
 * The note after a look at the outbox, which has these entries waiting, refused or receipted. Where the note itself is gone and the cookie is
 * not, as many are lost as it counts, by no name.
 */
export function waitingNoteOf(
  before: WaitingNote | undefined,
  counted: { count: number; atMs: number } | undefined,
  present: ReadonlySet<string>,
  waiting: readonly NamedWaiting[],
): WaitingNote {
  const { lost, atMs, waiting: waited } = before ?? NOTHING;
  const nameless = before || !counted || present.size > 0 ? 0 : counted.count;
  const gone = [
    ...waited.filter(({ id }) => !present.has(id)),
    ...Array.from({ length: Math.min(nameless, MOST_NAMED) }, () => ({ id: "", label: "" })),
  ];
  return { waiting, lost: [...lost, ...gone].slice(0, MOST_NAMED), atMs: before ? atMs : (counted?.atMs ?? 0) };
}

/** Tells of lost entries: how many, which, and what to do. */
export function lostSentence({ lost }: WaitingNote, lang: Lang): string {
  const names = lost.map(({ label }) => label).filter((label) => label !== "");
  const which = names.length === 0 ? "" : `: ${names.join("; ")}`;
  return lang === "vi"
    ? `Dữ liệu của trang này trong trình duyệt đã bị xóa khi còn ${lost.length} mục đã ký chưa gửi${which}. Sổ chưa nhận các mục ấy từ máy này. Nếu đã lưu hàng chờ ra tệp thì nạp tệp đó; nếu không, đối chiếu giấy tờ rồi lập lại.`
    : `This page's data in the browser was cleared while ${lost.length} signed entries had not been sent${which}. The ledger did not get them from this device. If the queue was saved to a file, load it; otherwise compare the papers and issue them again.`;
}

/** The note and the cookie of one log in this browser; a browser that keeps neither is asked for nothing. */
export class NoteBook {
  readonly #key: string;

  constructor(origin: string) {
    this.#key = `so-nguon-waiting/${origin}`;
  }

  read(): WaitingNote | undefined {
    try {
      return readNote(localStorage.getItem(this.#key));
    } catch {
      return undefined;
    }
  }

  get counted(): { count: number; atMs: number } | undefined {
    return readCount(document.cookie);
  }

  write(note: WaitingNote): void {
    const A_YEAR_S = 365 * 24 * 3600;
    const secure = location.protocol === "https:" ? "; secure" : "";
    try {
      localStorage.setItem(this.#key, JSON.stringify(note));
    } catch {
      // A full or forbidden store: the cookie still counts.
    }
    const count = note.waiting.length + note.lost.length;
    const cookie = `so-nguon-waiting=${count}.${note.atMs}; path=/; max-age=${count === 0 ? 0 : A_YEAR_S}; samesite=strict${secure}`;
    // The Cookie Store API does the same, but not yet in every browser of a gate.
    Object.assign(document, { cookie });
  }
}
