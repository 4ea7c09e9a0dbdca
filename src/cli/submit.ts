// `so-nguon submit`: sends signed entries from files, one or many, in their order; each gets its receipt or its problem.
import fs from "node:fs";
import type { SubmitAnswer } from "../intake.ts";
import { answerJson, answerText, splitEntries } from "./answers.ts";
import { type Command, EXIT, ProgressLine } from "./command.ts";
import { SENDING, withTarget } from "./target.ts";

/** Entries handed over at once, so that progress shows and a broken line loses little. */
const AT_ONCE = 500;

export const command: Command = {
  name: "submit",
  vi: "gửi mục đã ký tới dịch vụ hoặc thẳng vào sổ",
  en: "submit signed entries to a service or into a ledger",
  usage: ["FILE … --url URL", "FILE … --data DIR"],
  args: [1, 10_000],
  options: {
    ...SENDING,
    receipts: { type: "string", value: "DIR", vi: "lưu biên nhận vào thư mục này", en: "keep receipts in this folder" },
  },
  more: {
    vi: "Tệp chứa một mục (.cose) hoặc nhiều mục nối nhau (.cbor-seq). Gửi lại cùng một mục thì nhận biên nhận của chính mục đó.",
    en: "A file holds one entry (.cose) or many in a row (.cbor-seq). Sending the same bytes again gets the receipt of the same entry.",
  },
  async run(call) {
    const entries = call.args.flatMap((file) => splitEntries(new Uint8Array(fs.readFileSync(file))));
    const progress = new ProgressLine(call);
    const answers = await withTarget(call, async ({ submit }) => {
      const all: SubmitAnswer[] = [];
      for (let at = 0; at < entries.length; at += AT_ONCE) {
        all.push(...(await submit(entries.slice(at, at + AT_ONCE))));
        progress.show(`${all.length} / ${entries.length}`);
      }
      return all;
    });
    progress.done();
    keepReceipts(call.option("receipts"), answers);
    const refused = answers.filter((answer) => !answer.ok).length;
    if (call.json) call.io.out(`${JSON.stringify(answers.map(answerJson))}\n`);
    else {
      const lines = answers.map((answer, i) => `${String(i + 1).padStart(5)}  ${answerText(answer)}`);
      lines.push(`${answers.length - refused} được nhận · accepted, ${refused} bị từ chối · refused`);
      call.io.out(`${lines.join("\n")}\n`);
    }
    return refused > 0 ? EXIT.refused : EXIT.ok;
  },
};

function keepReceipts(folder: string | undefined, answers: readonly SubmitAnswer[]): void {
  if (folder === undefined) return;
  fs.mkdirSync(folder, { recursive: true });
  for (const answer of answers) {
    if (answer.ok) fs.writeFileSync(`${folder}/${answer.value.index}.tlog-proof`, answer.value.proof);
  }
}
