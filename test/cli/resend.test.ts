// A command that sends to a service under a quota: it waits as long as it is told, and says so; what is refused for good is not sent again.
import { expect, it } from "vitest";
import { pauseOf, type Send, sendPatiently } from "../../src/cli/resend.ts";
import { utf8 } from "../../src/format/bytes.ts";
import type { SubmitAnswer } from "../../src/intake.ts";
import { problem } from "../../src/words/problem.ts";
import { refused } from "../../src/words/result.ts";

const entries = ["a", "b", "c"].map(utf8);
const taken = (index: number): SubmitAnswer => ({ ok: true, value: { index } }) as SubmitAnswer;
const later = (seconds: number) => refused(problem("too-many-requests", { seconds }));
const never = refused(problem("not-an-entry", { expected: "form", form: "COSE" }));

/** A service that gives these answers one request after another, and what was sent to it. */
function service(...all: SubmitAnswer[][]): { send: Send; sent: string[] } {
  const sent: string[] = [];
  const send: Send = async (some) => {
    sent.push(some.map((each) => Buffer.from(each).toString()).join(""));
    return all.shift() ?? some.map(() => later(7));
  };
  return { send, sent };
}

it("sends again what had no room, in its order and after the longest wait that it was told, and nothing else", async () => {
  const { send, sent } = service(
    [taken(1), later(3), refused(problem("busy", { seconds: 5 }))],
    [taken(2), later(2)],
    [taken(3)],
  );
  const waits: [number, number][] = [];
  const answers = await sendPatiently(send, entries, async (seconds, waiting) => void waits.push([seconds, waiting]));
  expect(answers).toEqual([taken(1), taken(2), taken(3)]);
  expect(sent).toEqual(["abc", "bc", "c"]);
  expect(waits).toEqual([
    [5, 2],
    [2, 1],
  ]);
});

it("waits for nothing that waiting cannot mend, and gives up on a service that takes nothing", async () => {
  const refusing = service([never, taken(1), never]);
  await sendPatiently(refusing.send, entries, async () => expect.unreachable());
  expect(refusing.sent).toEqual(["abc"]);
  const full = service();
  let waits = 0;
  const answers = await sendPatiently(full.send, entries, async () => {
    waits += 1;
  });
  expect([waits, full.sent.length, answers[0]]).toEqual([50, 51, later(7)]);
});

it("says in both languages that it waits, and for how long", async () => {
  let said = "";
  const err = (text: string) => {
    said += text;
  };
  const io = { out: () => {}, err, terminal: false, env: {}, now: () => 0 };
  await pauseOf({ io })(0, 12);
  expect(said).toContain("12 mục chờ 0 giây");
  expect(said).toContain("12 entries wait 0 seconds");
});
