// `so-nguon issue`: signs a statement of any kind with a key file. It only writes a file unless told to send: a device with no network
// signs just the same.
import fs from "node:fs";
import { readJsonFile } from "../disk/json-file.ts";
import { KeyFile } from "../disk/keyfile.ts";
import { hex } from "../format/bytes.ts";
import { entryIdOf } from "../format/entry.ts";
import { qrText, slipCode } from "../format/slipcode.ts";
import { answerJson, answerText, serviceAt, type Target } from "./answers.ts";
import { type Call, type Command, EXIT, Misuse, needOption, wholeOption } from "./command.ts";
import { openLedger, placeIfNamed } from "./open-ledger.ts";
import { pauseOf } from "./resend.ts";
import { kindNamed, statementOf } from "./statement.ts";
import { SENDING, withTarget } from "./target.ts";

export const command: Command = {
  name: "issue",
  vi: "lập và ký một mục từ tệp JSON",
  en: "sign an entry from a JSON body",
  usage: ["KIND BODY.json --key FILE [--origin NAME | --data DIR | --url URL] [--send] [--out FILE]"],
  args: [2, 2],
  options: {
    ...SENDING,
    key: { type: "string", value: "FILE", vi: "tệp khóa để ký", en: "key file to sign with" },
    origin: {
      type: "string",
      value: "NAME",
      vi: "tên sổ (khi tệp khóa chưa ghi)",
      en: "log name, if the key file has none",
    },
    out: { type: "string", value: "FILE", vi: "ghi mục vào tệp này", en: "write the entry to this file" },
    send: { type: "boolean", vi: "gửi ngay tới --url hoặc --data", en: "send at once to --url or --data" },
    time: { type: "string", value: "UNIX_S", vi: "thời điểm khai, giây UTC", en: "claimed time, Unix seconds" },
  },
  more: {
    vi: "BODY.json dùng tên trường như trong docs/format.md (“-” là đầu vào chuẩn); dữ liệu byte viết “hex:…”. Không có --out thì in mục dạng hex, phiếu in thêm chuỗi QR.",
    en: "BODY.json uses the field names of docs/format.md (“-” is standard input); bytes are “hex:…”. Without --out the entry is printed in hex, a slip with its QR text.",
  },
  async run(call) {
    const [kindText, file] = call.args as [string, string];
    const kind = kindNamed(kindText);
    const statement = statementOf(kind, readJsonFile(file === "-" ? "/dev/stdin" : file));
    const key = await KeyFile.open(needOption(call, "key"));
    const claimedS = wholeOption(call, "time", [0, 2 ** 40]) ?? Math.floor(call.io.now() / 1000);
    if (!call.flag("send")) {
      const { origin, anchor } = await whereTo(call, key);
      const entry = await key.sign(statement as never, { origin, claimedS, anchor });
      return tell(call, entry, undefined);
    }
    return withTarget(call, async ({ origin, anchor, submit }: Target) => {
      const entry = await key.sign(statement as never, { origin, claimedS, anchor });
      const [answer] = await submit([entry]);
      return tell(call, entry, answer);
    });
  },
};

/** The log to sign for and its newest head, as far as one is at hand. */
async function whereTo(call: Call, key: KeyFile): Promise<Pick<Target, "origin" | "anchor">> {
  const url = call.option("url");
  if (url !== undefined) return serviceAt(url, pauseOf(call));
  const origin = call.option("origin") ?? key.origin;
  const place = placeIfNamed(call);
  if (place) {
    const ledger = await openLedger(place);
    try {
      return { origin: ledger.origin, anchor: await ledger.anchor() };
    } finally {
      await ledger.close();
    }
  }
  if (origin === undefined)
    throw new Misuse("Chưa rõ ký cho sổ nào: thêm --origin.", "Which log? Give --origin, --data or --url.");
  return { origin, anchor: undefined };
}

type Told = Parameters<typeof answerJson>[0] | undefined;

function tell(call: Call, entry: Uint8Array, answer: Told): number {
  const out = call.option("out");
  if (out !== undefined) fs.writeFileSync(out, entry);
  const id = entryIdOf(entry);
  const isSlip = call.args[0] === "slip.issue";
  const slip = isSlip ? { code: slipCode(id), qr: qrText(entry) } : {};
  if (call.json) {
    const answered = answer === undefined ? {} : { answer: answerJson(answer) };
    call.io.out(
      `${JSON.stringify({ entry_id: hex(id), bytes: entry.length, entry: hex(entry), ...slip, ...answered })}\n`,
    );
  } else {
    const lines = [`mã mục · entry id  ${hex(id)}`];
    if (isSlip) lines.push(`mã phiếu · code     ${slip.code}`, `QR  ${slip.qr}`);
    if (out === undefined && !isSlip) lines.push(hex(entry));
    if (out !== undefined) lines.push(`đã ghi · written    ${out} (${entry.length} byte)`);
    if (answer !== undefined) lines.push(answerText(answer));
    call.io.out(`${lines.join("\n")}\n`);
  }
  return answer?.ok === false ? EXIT.refused : EXIT.ok;
}
