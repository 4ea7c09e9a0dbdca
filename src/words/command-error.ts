// The error that stops a person's command, said in both languages instead of a stack.

/** Something expected that stops a command: exit 1, said in both languages, without a stack. */
export class CommandError extends Error {
  readonly vi: string;
  readonly en: string;
  readonly code: string;
  constructor(vi: string, en: string, code = "refused") {
    super(`${vi} · ${en}`);
    this.name = "CommandError";
    this.vi = vi;
    this.en = en;
    this.code = code;
  }
}
