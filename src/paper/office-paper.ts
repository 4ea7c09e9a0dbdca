// One paper of an office as data: head, title, paragraphs, tables, signature, appendix. Screen and PDF are both made from it, so that a
// figure cannot differ between them. Its layout follows Decree 30/2020/NĐ-CP, Appendix I; its texts come from configuration.

/** Text in one style; a paragraph is a row of these. */
export type PaperRun = {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  /** A hash or the like, which may be broken at any character. */
  readonly hash?: boolean;
};
export type PaperText = readonly PaperRun[];

export type PaperTable = {
  readonly block: "table";
  readonly caption: string;
  /** Written above the table at right, as "Đơn vị tính: đồng". */
  readonly unit: string;
  readonly columns: readonly { readonly head: string; readonly kind?: "text" | "figure" }[];
  readonly rows: readonly (readonly string[])[];
  readonly total?: readonly string[];
  /** Written in the table's place where it has no row. */
  readonly empty?: string;
};

/** One item of a numbered list, with the points below it. */
export type PaperItem = { readonly text: string; readonly under: readonly string[] };

/** A part of a paper's body, in reading order. */
export type PaperBlock =
  | { readonly block: "paragraph"; readonly text: PaperText }
  | { readonly block: "heading"; readonly text: string }
  | { readonly block: "list"; readonly items: readonly PaperItem[] }
  | PaperTable;

/** The head of an office letter: authorities at left, national motto with place and date at right. */
export type LetterHead = {
  readonly parent: string;
  readonly issuer: string;
  readonly number: string;
  /** Only for letters without a title of their own ("V/v …"); a notice says it under its title instead. */
  readonly about?: string;
  readonly place: string;
  readonly dateMs: number;
};

/** The end of an office letter: recipients at left; at right the offices that sign (KT., TL. and the own one), room for signature and seal, the signer. */
export type LetterEnd = {
  readonly recipients: readonly string[];
  readonly offices: readonly string[];
  readonly signer: string;
  /** The text in the QR code, and the short code below it, by which the paper is found in the ledger. */
  readonly qr: string;
  readonly code: string;
};

export type PaperAppendix = {
  readonly name: readonly string[];
  /** "(Kèm theo …)", without the brackets. */
  readonly belongs: string;
  readonly body: readonly PaperBlock[];
};

export type OfficePaper = {
  /** The title of the window and of the file. */
  readonly title: string;
  readonly head: LetterHead;
  readonly name: string;
  readonly subject: string;
  readonly to: string;
  /** One a line, in italics: "Căn cứ …;". */
  readonly bases: readonly string[];
  readonly body: readonly PaperBlock[];
  readonly end: LetterEnd;
  readonly appendix: PaperAppendix;
};

/** A paragraph of plain text, or of runs. */
export function paperParagraph(...runs: readonly (string | PaperRun)[]): PaperBlock {
  return { block: "paragraph", text: runs.map((run) => (typeof run === "string" ? { text: run } : run)) };
}
