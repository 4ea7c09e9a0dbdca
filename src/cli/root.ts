// `so-nguon root`: a root's key on its holder's own machine. It is made there under a passphrase, signs the opening of a log that somebody
// brings as a file, and never leaves.
import { KeyFile, makeSealedKeyFile } from "../disk/keyfile.ts";
import { askPassphrase } from "../disk/passphrase.ts";
import { hex } from "../format/bytes.ts";
import { kidOf } from "../format/entry.ts";
import { CommandError } from "../words/command-error.ts";
import { type Call, type Command, EXIT, Misuse, needOption } from "./command.ts";
import { openingText, readOpening, writeNew } from "./opening.ts";

/** Four words of three letters or more are longer; one word is not. */
const SHORTEST = 12;

export const command: Command = {
  name: "root",
  vi: "khóa gốc trên máy của người giữ: tạo khóa có mật khẩu, ký tệp mở sổ",
  en: "a root's key on its holder's own machine: make it under a passphrase, sign an opening",
  usage: ["new FILE", "sign OPENING --key FILE --out SIGNED"],
  args: [2, 2],
  options: {
    key: { type: "string", value: "FILE", vi: "tệp khóa gốc", en: "the root's key file" },
    out: {
      type: "string",
      value: "SIGNED",
      vi: "tệp chữ ký, gửi lại cho người mở sổ",
      en: "the signed opening, to be brought back",
    },
  },
  more: {
    vi: "Mật khẩu từ 12 ký tự, nhập tại cửa sổ lệnh. Chỉ gửi đi khóa công khai và tệp chữ ký; tệp khóa không rời máy này.",
    en: "The passphrase has 12 characters or more and is typed at the terminal. Send the public key and the signed file only; the key file stays on this machine.",
  },
  async run(call) {
    const [verb, argument] = call.args as [string, string];
    if (verb === "new") return makeRoot(call, argument);
    if (verb === "sign") return signOpening(call, argument);
    throw new Misuse(`Không có lệnh con “${verb}”.`, `There is no “root ${verb}”.`);
  },
};

async function makeRoot(call: Call, file: string): Promise<number> {
  const passphrase = await askPassphrase(file);
  if (passphrase.length < SHORTEST)
    throw new CommandError(
      `Mật khẩu cần ít nhất ${SHORTEST} ký tự.`,
      `A passphrase has ${SHORTEST} characters or more.`,
      "passphrase-short",
    );
  if ((await askPassphrase(file)) !== passphrase)
    throw new CommandError("Hai lần nhập khác nhau.", "The two entries differ.", "passphrase-differs");
  const key = makeSealedKeyFile(file, passphrase);
  const told = { file, kid: hex(kidOf(key)), key: hex(key) };
  call.io.out(
    call.json
      ? `${JSON.stringify(told)}\n`
      : `Đã tạo khóa gốc · Root key made: ${file}\nMã khóa, đọc to khi giao nhận · Code, read it aloud when handing over:\n  ${told.kid.match(/.{4}/g)?.join(" ")}\nKhóa công khai, gửi cho người mở sổ · Public key, for whoever opens the log:\n  ${told.key}\n`,
  );
  return EXIT.ok;
}

async function signOpening(call: Call, file: string): Promise<number> {
  const out = needOption(call, "out");
  const opening = readOpening(file);
  const { body } = opening;
  const key = await KeyFile.open(needOption(call, "key"));
  if (!body.roots.some((root) => hex(root) === hex(key.signer.key)))
    throw new CommandError(
      `Khóa ${key.kid} không phải khóa gốc của tệp mở sổ này.`,
      `Key ${key.kid} is not a root of this opening.`,
      "not-a-root",
    );
  if (!call.json) call.io.out(openingText(opening));
  const entry = await key.sign({ kind: "genesis", body }, { origin: body.origin, claimedS: opening.claimedS });
  writeNew(out, entry);
  const told = { kid: key.kid, origin: body.origin, out };
  call.io.out(call.json ? `${JSON.stringify(told)}\n` : `Đã ký · Signed: ${body.origin} → ${out}\n`);
  return EXIT.ok;
}
