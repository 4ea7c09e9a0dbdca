// Hạng mục không có vật liệu phải theo dõi: the book takes no kilogram off for it, so the same line under a new number is noticed.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { AnnexLine } from "../../src/format/bodies/payment.ts";
import { CLAIM_KIND } from "../../src/format/codes.ts";
import { type Ledger, openProvince } from "../rules/ledger.ts";
import { completeAnnex, decide, sandToDyke, workLine } from "../rules/world.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

const steel = (other: Partial<AnnexLine> = {}) =>
  workLine(42_500, 18_600_000, undefined, { code: "AF.61120", name: "Cốt thép mố, trụ", unit: "tấn", ...other });
const again = (ledger: Ledger, annex: number) =>
  ledger.leaves[annex]!.changes.signals.filter((signal) => signal.code === "line-claimed-again");

describe("cùng một hạng mục trong hồ sơ số khác (the same line under a new number)", () => {
  it("được báo với hồ sơ trước, dù hồ sơ đó đã thanh toán hay còn chờ", () => {
    const ledger = base.fork();
    const first = completeAnnex(ledger, province, [steel()]);
    const pending = completeAnnex(ledger, province, [steel({ name: "Cốt thép bệ" }), steel()]);
    const figures = { line: 2, claim: first, value_vnd: 790_500_000 };
    expect(again(ledger, first)).toEqual([]);
    expect(again(ledger, pending)).toMatchObject([{ subject: `annex/${pending}`, figures }]);
    decide(ledger, first, 1);
    expect(again(ledger, completeAnnex(ledger, province, [steel()]))).toMatchObject([{ figures: { claim: first } }]);
  });

  it("không báo khi hồ sơ trước bị từ chối hoặc trả lại, khi khối lượng khác, và với hạng mục có vật liệu", () => {
    const ledger = base.fork();
    const refused = completeAnnex(ledger, province, [steel()]);
    decide(ledger, refused, 3);
    const next = completeAnnex(ledger, province, [steel()]);
    expect(again(ledger, next)).toEqual([]);
    expect(again(ledger, completeAnnex(ledger, province, [steel()]))).toMatchObject([{ figures: { claim: next } }]);
    const more = workLine(42_501, 18_600_000, undefined, { code: "AF.61120", name: "Cốt thép mố, trụ", unit: "tấn" });
    expect(again(ledger, completeAnnex(ledger, province, [more]))).toEqual([]);
    sandToDyke(ledger, province, [10_000]);
    const sand = () => completeAnnex(ledger, province, [workLine(1000, 265_000, province.embankment)]);
    sand();
    expect(again(ledger, sand())).toEqual([]);
  });

  it("được báo cả khi mã, tên, đơn vị viết cách khác", () => {
    const ledger = base.fork();
    const first = completeAnnex(ledger, province, [steel()]);
    const written = steel({ code: "af 61120", name: "CỐT THÉP  MỐ - TRỤ", unit: "Tấn" });
    expect(again(ledger, completeAnnex(ledger, province, [written]))).toMatchObject([{ figures: { claim: first } }]);
  });

  it("không hỏi đến gói thầu khác", () => {
    const ledger = base.fork();
    completeAnnex(ledger, province, [steel()]);
    const body = { project: province.bridge, package: 1, number: 9, kind: CLAIM_KIND.interim, lines: [steel()] };
    const said = ledger.must("builderA", "annex.propose", body);
    expect(again(ledger, said)).toEqual([]);
  });
});
