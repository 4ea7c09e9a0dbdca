// The closed list of signals: each has words, a rule that raises it and a scene on both sides; and what closes one. Whatever is noticed
// and not listed does not compile.
import fs from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { isSignalCode, readSubject, SIGNAL_CODES, SIGNALS } from "../../../src/words/signals.ts";
import { producersOf } from "../../docs/signal-producers.ts";
import { openProvince, word } from "../../rules/ledger.ts";
import { annexOf, receipt, sandSlip, workLine } from "../../rules/world.ts";
import { welcome } from "../people.ts";
import { kept, type Stage } from "./scene.ts";

const VIETNAMESE = /[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]/i;

describe("the list of signals", () => {
  it("has a rule for every code, and a scene for every code", () => {
    expect(SIGNAL_CODES.filter((code) => producersOf(code).length === 0)).toEqual([]);
    const folder = new URL("./", import.meta.url);
    const scenes = fs
      .readdirSync(folder)
      .filter((file) => file.endsWith(".ts"))
      .map((file) => fs.readFileSync(new URL(file, folder), "utf8"))
      .join("\n");
    const told = [...scenes.matchAll(/^ {2}"?([a-z-]+)"?: \{\n {4}cheat: /gm)].map(([, code]) => code);
    expect(told.sort()).toEqual([...SIGNAL_CODES].sort());
  });

  it("says of every code the same figures in both languages, and all that it carries", () => {
    const named = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
    for (const code of SIGNAL_CODES) {
      const { vi, en, figures } = SIGNALS[code];
      expect(named(vi), code).toEqual(named(en));
      // Of a contradiction the other side may be the slip itself, which the subject names already.
      const carried = Object.keys(figures).filter((name) => name !== "other" || vi.includes("{other}"));
      expect(named(vi), code).toEqual([...carried, "subject"].sort());
    }
  });

  it("speaks Vietnamese in Vietnamese and English in English", () => {
    for (const code of SIGNAL_CODES) {
      const { vi, en, step } = SIGNALS[code];
      for (const text of [vi, step.vi]) expect(text, code).toMatch(VIETNAMESE);
      for (const text of [en, step.en]) expect(text.replaceAll("_vnd} đ", ""), code).not.toMatch(VIETNAMESE);
    }
  });

  it("reads a subject by its kind and index, and nothing else", () => {
    expect(readSubject("slip/12")).toEqual({ kind: "slip", index: 12 });
    expect(readSubject("slipBook/0")).toEqual({ kind: "slipBook", index: 0 });
    for (const text of ["slip/", "slip/01", "slip/-1", "slip/1/2", "truck/3", "constructor/3", " slip/3"])
      expect(readSubject(text)).toBeUndefined();
    expect([isSignalCode("tare-unusual"), isSignalCode("toString")]).toEqual([true, false]);
  });
});

describe("đóng cảnh báo (closing a signal)", () => {
  let stage: Stage;
  /** The dossier that repeats a line of another one; leaf of a load that was received late. */
  let repeated: number;
  let late: number;

  beforeAll(async () => {
    stage = await openProvince();
    const { ledger, province } = stage;
    await welcome(ledger, "inspector", "Thanh tra tỉnh Sông Lam", [10]);
    await welcome(ledger, "otherTreasury", "Kho bạc Nhà nước khu vực khác", [9]);
    const line = workLine(42_500, 18_600_000, undefined, { code: "AF.61120", name: "Cốt thép", unit: "tấn" });
    ledger.must("builderB", "annex.propose", annexOf(province, [line]));
    repeated = ledger.must("builderB", "annex.propose", annexOf(province, [line]));
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(24 * 60);
    late = kept(ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000)));
  });

  const reason = "Đã nghe các bên và xem sổ tại chỗ";
  const close = (at: Stage, who: string, leaf: number, code: string, ordinal?: number) => {
    const found = at.ledger.leaves[leaf]!.changes.signals.findIndex((signal) => signal.code === code);
    return word(at.ledger.say(who, "signal.close", { leaf, ordinal: ordinal ?? found, code, reason }));
  };
  const fork = (): Stage => ({ ...stage, ledger: stage.ledger.fork() });

  it("cơ quan quản lý và thanh tra đóng được, mỗi cảnh báo một lần, và sổ ghi ai đã đóng", () => {
    const at = fork();
    expect(close(at, "authority", late, "late-receipt")).toBe("ok");
    const ordinal = at.ledger.leaves[late]!.changes.signals.findIndex((signal) => signal.code === "late-receipt");
    expect(at.ledger.book.need("signalClosed", `${late}/${ordinal}`)).toEqual({
      index: at.ledger.size - 1,
      party: at.province.authority,
      reason,
    });
    expect(close(at, "inspector", late, "late-receipt")).toBe("refused: signal-closed");
    expect(close(at, "inspector", late, "slip-expired")).toBe("ok");
  });

  it("không đóng được cảnh báo không có: mục không có cảnh báo, thứ tự sai, mã sai, mục chưa vào sổ", () => {
    const at = fork();
    const none = "refused: not-found";
    const { length } = at.ledger.leaves[late]!.changes.signals;
    expect(close(at, "authority", 3, "late-receipt", 0)).toBe(none);
    expect(close(at, "authority", late, "late-receipt", length)).toBe(none);
    expect(close(at, "authority", late, "tare-unusual", 0)).toBe(none);
    const ahead = { leaf: at.ledger.size, ordinal: 0, code: "late-receipt", reason };
    expect(word(at.ledger.say("authority", "signal.close", ahead))).toBe(none);
    expect(word(at.ledger.say("authority", "signal.close", { ...ahead, leaf: at.ledger.size + 9 }))).toBe(none);
  });

  it("Kho bạc đóng cảnh báo thuộc phần mình của dự án mình; không đóng thay cơ quan quản lý hay Kho bạc khác", () => {
    const at = fork();
    expect(close(at, "officer", late, "late-receipt")).toBe("refused: no-standing");
    expect(close(at, "otherTreasury", repeated, "line-claimed-again")).toBe("refused: no-standing");
    expect(close(at, "builderB", repeated, "line-claimed-again")).toBe("refused: no-standing");
    expect(close(at, "officer", repeated, "line-claimed-again")).toBe("ok");
  });
});
