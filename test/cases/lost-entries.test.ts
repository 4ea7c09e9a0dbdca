// Mục đã ký mà chưa gửi, mất cùng bộ nhớ trình duyệt: a device whose storage was cleared tells which signed entries the ledger never got.
import { describe, expect, it } from "vitest";
import {
  lostSentence,
  readCount,
  readNote,
  type WaitingNote,
  waitingNoteOf,
} from "../../src/web/islands/shared/lost-entries.ts";

const first = { id: "aa", label: "Phiếu xe 77C-555.01, 17,2 tấn" };
const second = { id: "bb", label: "Phiếu xe 77C-555.02, 16,4 tấn" };
const before: WaitingNote = { waiting: [first, second], lost: [], atMs: 1_795_000_000_000 };

describe("lần mở sau (the next visit)", () => {
  it("names what waited and is neither waiting nor receipted; once told it stays until somebody knows", () => {
    const cleared = waitingNoteOf(before, undefined, new Set(), []);
    expect(cleared).toEqual({ waiting: [], lost: [first, second], atMs: before.atMs });
    expect(waitingNoteOf(cleared, undefined, new Set(), []).lost).toEqual([first, second]);
    expect(lostSentence(cleared, "vi")).toContain(
      "còn 2 mục đã ký chưa gửi: Phiếu xe 77C-555.01, 17,2 tấn; Phiếu xe 77C-555.02",
    );
  });

  it("honest twin: what still waits, was refused, or was sent by another tab is not lost", () => {
    // The first has its receipt, the second waits still.
    expect(waitingNoteOf(before, undefined, new Set(["aa", "bb"]), [second])).toEqual({ ...before, waiting: [second] });
    expect(waitingNoteOf({ ...before, waiting: [] }, undefined, new Set(), []).lost).toEqual([]);
    expect(waitingNoteOf(undefined, undefined, new Set(), []).lost).toEqual([]);
  });

  it("where the note is gone as well and only the cookie is left, says how many", () => {
    const counted = readCount("a=1; so-nguon-waiting=2.1795000000000; b=2");
    const cleared = waitingNoteOf(undefined, counted, new Set(), []);
    expect(cleared.lost).toHaveLength(2);
    expect(lostSentence(cleared, "en")).toMatch(/while 2 signed entries had not been sent\. /);
    // An outbox that has anything was not cleared, and a cookie of nothing counts nothing.
    expect(waitingNoteOf(undefined, counted, new Set(["cc"]), []).lost).toEqual([]);
    expect(waitingNoteOf(undefined, readCount("so-nguon-waiting=0.0"), new Set(), []).lost).toEqual([]);
  });

  it("reads a note that something else wrote as nothing, and holds no more than 500 names", () => {
    for (const text of ["", "[]", "null", "7", '{"waiting":[1,{"id":2}],"lost":"x"}', "{"])
      expect(readNote(text)?.waiting ?? [], text).toEqual([]);
    expect(readNote(null)).toBeUndefined();
    expect(readCount("so-nguon-waiting=-1.5; x-so-nguon-waiting=9.9")).toBeUndefined();
    const many = Array.from({ length: 600 }, (_, at) => ({ id: String(at), label: "x".repeat(300) }));
    const read = readNote(JSON.stringify({ waiting: many, lost: [], atMs: 1 }))!;
    expect([read.waiting.length, read.waiting[0]?.label.length]).toEqual([500, 200]);
    expect(waitingNoteOf(read, undefined, new Set(), []).lost).toHaveLength(500);
  });
});
