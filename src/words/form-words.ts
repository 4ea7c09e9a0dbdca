// The forms that the shapes of fields ask for (format/shape.ts), in the words of whoever fills a form.
import { formatCount } from "./as-written.ts";
import type { Words } from "./lang.ts";

type Form = readonly [pattern: RegExp, words: (...found: string[]) => Words];

const FORMS: readonly Form[] = [
  [/^a value$/, () => ({ vi: "Chưa điền ô này.", en: "This field is empty." })],
  [
    /^an integer from (\d+) to (\d+)$/,
    (least, most) => ({
      vi: `Cần một số từ ${formatCount(Number(least), "vi")} đến ${formatCount(Number(most), "vi")}.`,
      en: `A number from ${formatCount(Number(least), "en")} to ${formatCount(Number(most), "en")} is needed.`,
    }),
  ],
  [/^one of /, () => ({ vi: "Cần chọn một mục trong danh sách.", en: "Choose one of the list." })],
  [
    /^visible text in NFC, (\d+) to (\d+) characters$/,
    (least, most) => ({
      vi: `Cần từ ${least} đến ${most} ký tự.`,
      en: `${least} to ${most} characters are needed.`,
    }),
  ],
  [
    /^one line .*, (\d+) to (\d+) characters$/,
    (least, most) => ({
      vi: `Cần một dòng chữ từ ${least} đến ${most} ký tự, không có ký tự lạ.`,
      en: `One line of ${least} to ${most} characters is needed, with no strange ones.`,
    }),
  ],
  [
    /^(\d+) bytes$/,
    (length) => ({
      vi: `Cần ${2 * Number(length)} chữ số thập lục phân (0–9, a–f).`,
      en: `${2 * Number(length)} hexadecimal digits (0–9, a–f) are needed.`,
    }),
  ],
  [
    /^a list of (\d+) to (\d+)$/,
    (least, most) => ({
      vi: `Cần từ ${formatCount(Number(least), "vi")} đến ${formatCount(Number(most), "vi")} dòng.`,
      en: `${formatCount(Number(least), "en")} to ${formatCount(Number(most), "en")} lines are needed.`,
    }),
  ],
];

/** The words for a form that a shape names; undefined for one that nobody types. */
export function formWords(form: string): Words | undefined {
  for (const [pattern, words] of FORMS) {
    const found = pattern.exec(form);
    if (found) return words(...found.slice(1));
  }
  return undefined;
}

/** The field of a form that a path within a body is about, and the row of it that is wrong, from 1. */
export function fieldOfPath(path: string): { readonly name: string; readonly row: number | undefined } {
  const [, name = "", row] = /^body\.([^[]+)(?:\[(\d+)\])?/.exec(path) ?? [];
  return { name, row: row === undefined ? undefined : Number(row) + 1 };
}
