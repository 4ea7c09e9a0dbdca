// Problems on the wire (RFC 9457): every refusal of every resource, 404 and 500 included, has this one form. The words come from
// problem.ts; here is only how they travel.
import { z } from "zod";
import { PROBLEMS, type Problem, type ProblemCode, sentence, statusOf } from "../words/problem.ts";

export const PROBLEM_TYPE = "application/problem+json";
const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** The members of a problem document; `figures` explain it in numbers and never collide with the standard members. */
export const problemDocument = z
  .strictObject({
    type: z.string().describe("/problems/{code}, relative to the service"),
    title: z.string().describe("The sentence in Vietnamese without its figures"),
    status: z.int().min(400).max(599),
    code: z.enum(CODES),
    detail: z.string().describe("The sentence in Vietnamese"),
    detail_en: z.string().describe("The sentence in English"),
    figures: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: "Problem" });
export type ProblemDocument = z.infer<typeof problemDocument>;

/** A problem as its document. */
export function documentOf(of: Problem): ProblemDocument {
  return {
    type: `/problems/${of.code}`,
    title: titleOf(of.code, "vi"),
    status: statusOf(of),
    code: of.code,
    detail: sentence(of, "vi"),
    detail_en: sentence(of, "en"),
    figures: { ...of.figures },
  };
}

/** A problem as anyone may read it: its figures and sentences can hold plates, weights and numbers of slips, its meaning cannot. */
export function publicDocumentOf(of: Problem): ProblemDocument {
  return { ...documentOf(of), detail: titleOf(of.code, "vi"), detail_en: titleOf(of.code, "en"), figures: {} };
}

/** The meaning of a code without the figures of one occasion: its sentence with an ellipsis for each. */
export function titleOf(code: ProblemCode, lang: "vi" | "en"): string {
  return PROBLEMS[code][lang === "vi" ? 1 : 2].replaceAll(/\{\w+\}/g, "…");
}

/** The response that carries a problem. */
export function refuse(of: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const { seconds } = of.figures;
  return new Response(JSON.stringify(documentOf(of)), {
    status: statusOf(of),
    headers: {
      "content-type": PROBLEM_TYPE,
      "cache-control": "no-store",
      ...(seconds !== undefined ? { "retry-after": String(seconds) } : {}),
      ...headers,
    },
  });
}

/** True if a code, as written in a path, is on the list. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}
