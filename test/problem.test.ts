import fs from "node:fs";
import { expect, test } from "vitest";
import { OUTCOMES, ROLES } from "../src/format/materials.ts";
import { notFound } from "../src/rules/acts/context.ts";
import { bothWords, PROBLEMS, problem, sentence } from "../src/words/problem.ts";

const VIETNAMESE = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;

test("a sentence says its figures' words in its own language", () => {
  const refused = problem("outcome-mismatch", {
    outcome: bothWords(OUTCOMES[3]),
    accepted_vnd: 98_040_000,
    claimed_vnd: 120_000_000,
  });
  expect(sentence(refused, "vi")).toBe(
    "Kết quả “Từ chối thanh toán” không phù hợp số tiền được chấp nhận 98.040.000 đ trên 120.000.000 đ đề nghị.",
  );
  expect(sentence(refused, "en")).toBe("Outcome “refuse” does not fit 98,040,000 đ accepted of 120,000,000 đ claimed.");
  expect(sentence(notFound("phiếu", 12), "en")).toBe("There is no slip 12 in the ledger.");
  expect(sentence(notFound(ROLES[9], 7), "vi")).toBe("Không tìm thấy Kho bạc Nhà nước 7 trong sổ.");
});

test("names and codes inside a sentence are left as they are, middle dots and all", () => {
  const inactive = problem("source-inactive", { source: "12·A · Núi Voi", status: "thu hồi · revoked", index: 4 });
  expect(sentence(inactive, "en")).toContain("Source 12·A · Núi Voi is “revoked”");
});

test("an English sentence holds no Vietnamese word but the currency's letter", () => {
  const mixed = Object.entries(PROBLEMS).filter(([, [, , en]]) => VIETNAMESE.test(en.replaceAll("_vnd} đ", "")));
  expect(mixed.map(([code]) => code)).toEqual([]);
});

test("what the rules and the service put into a sentence stands in both languages", () => {
  const folders = ["rules", "http"].map((name) => new URL(`../src/${name}/`, import.meta.url));
  const files = folders.flatMap((folder) =>
    fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => new URL(name, folder)),
  );
  const single = files.flatMap((file) =>
    [...fs.readFileSync(file, "utf8").matchAll(/\b(?:need|expected|what): "([^"]+)"/g)]
      .map((found) => found[1] ?? "")
      .filter((words) => VIETNAMESE.test(words) && !words.includes(" · ")),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(single).toEqual([]);
});
