// Counts over the real register, where its files are at hand: in the folder that SO_NGUON_REGISTER_DIR names, or in
// ../shared/data beside the checkout. The files are not ours to publish, so nothing of them stands here but counts.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { planRegister, type RegisterPlan } from "../../src/register/plan.ts";
import { countsByMineral } from "../../src/register/report.ts";
import { describeWith, needRegister } from "../machine.ts";

const folder = process.env.SO_NGUON_REGISTER_DIR ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));
const find = (start: string): string | undefined =>
  existsSync(folder) ? readdirSync(folder).find((name) => name.startsWith(start) && name.endsWith(".csv")) : undefined;
const files = [find("register-licences"), find("register-obligations")] as const;

describeWith(needRegister(files), "the real register", () => {
  let plan: RegisterPlan;
  beforeAll(() => {
    const [licences, obligations] = files.map((name) => readFileSync(`${folder}/${name}`));
    const read = planRegister(licences ?? new Uint8Array(0), obligations, "2025-10-31");
    if (!read.ok) throw new Error(read.reason.en);
    plan = read;
  });

  test("each of its 208 rows has one outcome", () => {
    expect(plan.outcomes.map(({ row }) => row)).toEqual(Array.from({ length: 208 }, (_, index) => index + 1));
    const { rows, imported, questioned, refused } = plan.report;
    expect([rows, imported + questioned + refused]).toEqual([208, 208]);
    expect(refused).toBe(109);
  });

  test("the two rows numbered 211/GP-UBND do not touch each other", () => {
    const grants = plan.grants.filter(({ licence }) => licence.number === "211/GP-UBND");
    expect(grants.map(({ licence }) => licence.materials)).toEqual([[1, 2]]);
    expect(grants[0]?.questions.map(({ code }) => code)).toEqual(["number_repeated"]);
    expect(grants[0]?.obligations.filter(({ state }) => state === 1).length).toBe(5);
  });

  test("nothing but sand, gravel, stone, fill and clay becomes a source", () => {
    const outside = /sắt|apatit|vàng|nước|chì|đồng|trắng|hiếm|felspat|grafit|than$|thạch anh|kaolin|serpentin|granit/i;
    expect(plan.grants.length).toBe(99);
    expect(plan.grants.filter(({ licence }) => outside.test(licence.mineralText))).toEqual([]);
    for (const line of countsByMineral(plan.outcomes)) {
      expect(line.refused === 0 || line.imported + line.questioned === 0).toBe(true);
    }
  });

  test("207 obligations rows find their licence, and none in scope is left over", () => {
    expect(plan.obligations).toMatchObject({ rows: 209, matched: 207, questions: [] });
  });

  test("no operating sand or stone mine shows every obligation", () => {
    const operating = plan.grants.filter(
      ({ licence }) => licence.state === "operating" && licence.materials.some((material) => material <= 3),
    );
    expect(operating.length).toBeGreaterThan(0);
    expect(operating.filter(({ obligations }) => obligations.every(({ state }) => state === 1))).toEqual([]);
  });
});
