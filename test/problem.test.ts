import fs from "node:fs";
import { expect, test } from "vitest";
import { notFound } from "../src/rules/acts/context.ts";
import { DICTIONARY, several } from "../src/words/dictionary.ts";
import type { Words } from "../src/words/lang.ts";
import { PROBLEMS, problem, sentence } from "../src/words/problem.ts";

const VIETNAMESE = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;

test("a sentence says its figures' words in its own language", () => {
  const refused = problem("outcome-mismatch", {
    outcome: 3,
    accepted_vnd: 98_040_000,
    claimed_vnd: 120_000_000,
  });
  expect(sentence(refused, "vi")).toBe(
    "Kết quả “Từ chối thanh toán” không phù hợp số tiền được chấp nhận 98.040.000 đ trên 120.000.000 đ đề nghị.",
  );
  expect(sentence(refused, "en")).toBe("Outcome “refuse” does not fit 98,040,000 đ accepted of 120,000,000 đ claimed.");
  expect(sentence(notFound("slip", 12), "en")).toBe("There is no slip 12 in the ledger.");
  expect(sentence(problem("not-found", { what: "party-of-role", role: 9, index: 7 }), "vi")).toBe(
    "Không tìm thấy Kho bạc Nhà nước 7 trong sổ.",
  );
});

test("names and codes inside a sentence are left as they are, middle dots and all", () => {
  const inactive = problem("source-inactive", { source: "12·A · Núi Voi", status: 3, index: 4 });
  expect(sentence(inactive, "en")).toContain("Source 12·A · Núi Voi is “revoked”");
});

test("an English sentence holds no Vietnamese word but the currency's letter", () => {
  const mixed = Object.entries(PROBLEMS).filter(([, [, , en]]) => VIETNAMESE.test(en.replaceAll("_vnd} đ", "")));
  expect(mixed.map(([code]) => code)).toEqual([]);
});

test("the dictionary's words are filled in by the sentence that uses them", () => {
  const unsigned = problem("no-standing", { need: "signers", signers: several(["root", 1]) });
  expect(sentence(unsigned, "vi")).toBe(
    "Đơn vị ký không có thẩm quyền lập loại mục này (khóa gốc, cơ quan quản lý khoáng sản).",
  );
  const heavy = problem("bad-terms", { expected: "sums-within", most_vnd: 1_000_000, most_kg: 5000 });
  expect(sentence(heavy, "en")).toBe("The registration is not valid: sums up to 1,000,000 đ and 5,000 kg.");
  const twice = problem("already-exists", { what: "plate", value: "29C12345", index: 7 });
  expect(sentence(twice, "vi")).toBe("Biển số 29C12345 đã có trong sổ ở mục 7.");
});

test("a code that this program does not know is shown as it is", () => {
  const figures = JSON.parse('{"what":"code-of-tomorrow","index":3}');
  expect(sentence(problem("not-found", figures), "vi")).toBe("Không tìm thấy code-of-tomorrow 3 trong sổ.");
});

test("every word of the dictionary stands in both languages, and names no figure in one of them alone", () => {
  const all = Object.values(DICTIONARY).flatMap((list): Words[] => Object.values(list));
  const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  expect(all.length).toBeGreaterThan(150);
  expect(all.filter(({ vi, en }) => vi === "" || en === "" || VIETNAMESE.test(en.replaceAll("_vnd} đ", "")))).toEqual(
    [],
  );
  expect(all.filter(({ vi, en }) => names(vi).join() !== names(en).join())).toEqual([]);
});

test("the rules keep no words: a text of theirs in two languages would become part of the audited ledger", () => {
  // Kept nowhere: a bundle's flaws are said to whoever verifies it, the tables of kinds name what signing does, deadlines cite papers, versions say what changed.
  const shown = /^(readings\/.+|kinds\/table.*|numbers\/deadline\.ts|registry\/versions\.ts)$/;
  const folder = new URL("../src/rules/", import.meta.url);
  const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const worded = files
    .filter((name) => !shown.test(name))
    .flatMap((name) =>
      [
        ...fs
          .readFileSync(new URL(name, folder), "utf8")
          .replaceAll(/^ *(\/\*\*|\*|\/\/).*$/gm, "")
          .matchAll(/["`]([^"`\n]*)["`]/g),
      ]
        .map((found) => found[1] ?? "")
        .filter((text) => VIETNAMESE.test(text) || text.includes(" · "))
        .map((text) => `${name}: ${text}`),
    );
  expect(files.length).toBeGreaterThan(40);
  expect(worded).toEqual([]);
});
