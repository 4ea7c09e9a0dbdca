// The fields of a form that are not as their kind asks, all at once, each in words to be shown beside it.
import { KINDS, type KindName } from "../../format/kinds.ts";
import { Misshapen, type Outline, type Shape } from "../../format/shape.ts";
import type { FieldErrors } from "../../web/fields.ts";
import { t } from "../../web/layout.ts";
import { fieldOfPath, formWords } from "../../words/form-words.ts";
import type { Lang } from "../../words/lang.ts";

/** Errors by the names of the form's fields; none where the body is of its kind's shape, or is wrong in a way that no field shows. */
export function errorsOf(kind: KindName, body: object, lang: Lang): FieldErrors {
  const fields = (KINDS[kind].body as Outline).fields ?? {};
  const given = body as Readonly<Record<string, unknown>>;
  const errors: Record<string, string> = {};
  for (const [own, [, shape]] of Object.entries(fields)) {
    const wrong = misshapen(shape as Shape<unknown>, given[own], `body.${own}`);
    const words = wrong && formWords(wrong.expected);
    if (!wrong || !words) continue;
    const { name, row } = fieldOfPath(wrong.path);
    errors[name] = (row === undefined ? "" : t(lang, `Dòng ${row}: `, `Line ${row}: `)) + words[lang];
  }
  return errors;
}

function misshapen(shape: Shape<unknown>, value: unknown, path: string): Misshapen | undefined {
  if (value === undefined) return shape.optional ? undefined : new Misshapen(path, "a value");
  try {
    shape.write(value, path);
    return undefined;
  } catch (error) {
    if (error instanceof Misshapen) return error;
    throw error;
  }
}
