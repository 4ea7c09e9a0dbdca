// `so-nguon keys`: device keys as files, and their registration and revocation by an authority.

import { KeyFile, makeKeyFile } from "../disk/keyfile.ts";
import { FLAWS } from "../format/bundle.ts";
import { hex, unhex } from "../format/bytes.ts";
import { handoverMessage } from "../format/entry.ts";
import type { Statement } from "../format/kinds.ts";
import { proveBundle } from "../format/prove-bundle.ts";
import { CommandError } from "../words/command-error.ts";
import { answerJson, answerText, type Target } from "./answers.ts";
import { type Call, type Command, EXIT, Misuse, needOption, wholeOption } from "./command.ts";
import { SENDING, withTarget } from "./target.ts";

const MOST_INDEX = 2 ** 32 - 1;

export const command: Command = {
  name: "keys",
  vi: "tạo, xem, đăng ký, thu hồi khóa thiết bị",
  en: "make, show, register and revoke device keys",
  usage: [
    "new FILE [--origin NAME]",
    "show FILE [--origin NAME]",
    "register --as AUTHORITY_FILE --party N (--key FILE | --public HEX --possession HEX) [--person N] [--site N]",
    "revoke KID --as KEY_FILE --reason TEXT [--lost YYYY-MM-DDThh:mm+07:00]",
    "replace KID --as ROOT_FILE --key FILE --document TEXT [--old FILE]",
    "approve INDEX --as ROOT_FILE",
  ],
  args: [1, 2],
  options: {
    ...SENDING,
    origin: { type: "string", value: "NAME", vi: "sổ mà khóa ký cho", en: "the log that the key signs for" },
    as: { type: "string", value: "FILE", vi: "tệp khóa của cơ quan quản lý", en: "the authority's key file" },
    party: { type: "string", value: "N", vi: "số mục của đơn vị", en: "index of the party" },
    person: { type: "string", value: "N", vi: "số mục của người", en: "index of the person" },
    site: { type: "string", value: "N", vi: "chỉ dùng tại địa điểm này", en: "the key may act at this place only" },
    key: { type: "string", value: "FILE", vi: "tệp khóa cần đăng ký", en: "key file to register" },
    public: { type: "string", value: "HEX", vi: "khóa công khai, 64 chữ số hex", en: "public key, 64 hex digits" },
    possession: {
      type: "string",
      value: "HEX",
      vi: "bằng chứng nắm giữ khóa, 128 chữ số hex (từ “keys show”)",
      en: "proof of possession, 128 hex digits (from “keys show”)",
    },
    old: {
      type: "string",
      value: "FILE",
      vi: "tệp khóa sổ cũ, nếu còn giữ: khóa cũ ký xác nhận khóa mới",
      en: "the old log key's file, where it is still held: it vouches for the new key",
    },
    document: { type: "string", value: "TEXT", vi: "văn bản quyết định thay khóa", en: "the deciding document" },
    reason: { type: "string", value: "TEXT", vi: "lý do thu hồi, 10–500 ký tự", en: "reason, 10 to 500 characters" },
    lost: {
      type: "string",
      value: "TIME",
      vi: "mất thiết bị từ lúc này: khóa mà nó tạo ra từ đó cũng hết hiệu lực",
      en: "the device is lost since then: keys that it has made since end with it",
    },
  },
  more: {
    vi: "Tệp khóa là JSON: so_nguon_key, kid, key, seed (hex), origin, next_seq. Số thứ tự được ghi xuống đĩa trước khi chữ ký ra đời.",
    en: "A key file is JSON: so_nguon_key, kid, key, seed (hex), origin, next_seq. A number is burned on disk before its signature exists.",
  },
  run(call) {
    const [verb, argument] = call.args;
    if (verb === "new") return makeKey(call, needArgument(argument));
    if (verb === "show") return showKey(call, needArgument(argument));
    if (verb === "register" && argument === undefined) return registerKey(call);
    if (verb === "revoke") return revokeKey(call, needArgument(argument));
    if (verb === "replace") return replaceKey(call, needArgument(argument));
    if (verb === "approve") return approveProposal(call, needArgument(argument));
    throw new Misuse(`Không có lệnh con “${verb}”.`, `There is no “keys ${verb}”.`);
  },
};

function needArgument(argument: string | undefined): string {
  if (argument === undefined) throw new Misuse("Thiếu tham số.", "An argument is missing.");
  return argument;
}

async function makeKey(call: Call, file: string): Promise<number> {
  makeKeyFile(file, call.option("origin"));
  return showKey(call, file);
}

async function showKey(call: Call, file: string): Promise<number> {
  const key = await KeyFile.open(file);
  const origin = call.option("origin") ?? key.origin;
  const possession = origin === undefined ? null : Buffer.from(await key.possession(origin)).toString("hex");
  const publicKey = Buffer.from(key.signer.key).toString("hex");
  const told = { kid: key.kid, key: publicKey, origin: origin ?? null, possession, next_seq: key.nextSeq };
  if (call.json) call.io.out(`${JSON.stringify(told)}\n`);
  else {
    const unknown = "cần --origin để tính · give --origin";
    call.io.out(
      [
        `kid                     ${told.kid}`,
        `khóa công khai · key    ${told.key}`,
        `sổ · origin             ${told.origin ?? "–"}`,
        `bằng chứng · possession ${possession ?? unknown}`,
        `số tiếp theo · next seq ${told.next_seq}`,
        "",
      ].join("\n"),
    );
  }
  return EXIT.ok;
}

async function registerKey(call: Call): Promise<number> {
  const party = wholeOption(call, "party", [0, MOST_INDEX]);
  if (party === undefined) throw new Misuse("Thiếu --party.", "--party is missing.");
  const [person, site] = [wholeOption(call, "person", [0, MOST_INDEX]), wholeOption(call, "site", [0, MOST_INDEX])];
  const device = await deviceOf(call);
  return sign(call, async ({ origin }) => {
    const { key, possession } = await device(origin);
    const bound = { ...(person === undefined ? {} : { person }), ...(site === undefined ? {} : { site }) };
    return { kind: "key.register", body: { party, key, possession, ...bound } };
  });
}

type Device = { key: Uint8Array; possession: Uint8Array };

/** The key to register: a file at hand, or what its holder sent from `keys show`. */
async function deviceOf(call: Call): Promise<(origin: string) => Promise<Device>> {
  const file = call.option("key");
  if (file !== undefined) {
    const device = await KeyFile.open(file);
    return async (origin) => ({ key: device.signer.key, possession: await device.possession(origin) });
  }
  const key = hexOption(call, "public", 32);
  const possession = hexOption(call, "possession", 64);
  return async () => ({ key, possession });
}

function hexOption(call: Call, name: string, length: number): Uint8Array {
  const text = needOption(call, name);
  if (text.length === 2 * length && /^[0-9a-f]+$/.test(text)) return unhex(text);
  throw new Misuse(
    `--${name} cần ${2 * length} chữ số hex thường.`,
    `--${name} needs ${2 * length} lower-case hex digits.`,
  );
}

async function revokeKey(call: Call, kid: string): Promise<number> {
  if (!/^[0-9a-f]{16}$/.test(kid)) throw new Misuse("KID gồm 16 chữ số hex.", "KID has 16 hex digits.");
  const reason = needOption(call, "reason");
  const lost = call.option("lost");
  const lostMs = lost === undefined ? undefined : Date.parse(lost);
  if (lostMs !== undefined && (!Number.isFinite(lostMs) || !/(Z|[+-]\d\d:\d\d)$/.test(lost ?? "")))
    throw new Misuse(
      "--lost cần giờ có múi, ví dụ 2026-11-27T08:30+07:00.",
      "--lost needs a time with its zone, such as 2026-11-27T08:30+07:00.",
    );
  const since = lostMs === undefined ? {} : { lostS: Math.floor(lostMs / 1000) };
  return sign(call, async () => ({ kind: "key.revoke", body: { kid: unhex(kid), reason, ...since } }));
}

/** A root proposes a new key in the place of a root's, the operator's or the log's own; another root's approval puts it in force. */
async function replaceKey(call: Call, kid: string): Promise<number> {
  if (!/^[0-9a-f]{16}$/.test(kid)) throw new Misuse("KID gồm 16 chữ số hex.", "KID has 16 hex digits.");
  const next = await KeyFile.open(needOption(call, "key"));
  const document = needOption(call, "document");
  const old = call.option("old");
  const holder = old === undefined ? undefined : await KeyFile.open(old);
  return sign(call, async ({ origin, account }) => {
    const possession = hex(await next.possession(origin));
    const body = { kid, key: hex(next.signer.key), possession, document };
    if (!holder) return { kind: "log.rotate", body };
    const message = handoverMessage(origin, await openingOf(await account()), next.signer.key);
    return { kind: "log.rotate", body: { ...body, handover: hex(await holder.signer.sign(message)) } };
  });
}

/** The id of entry 0 as the log gives account of it. */
async function openingOf(account: Uint8Array): Promise<Uint8Array> {
  const proven = await proveBundle(account);
  if (!("flaw" in proven)) return proven.leaves.get(0)!.entry.id;
  const [vi, en] = FLAWS[proven.flaw];
  throw new CommandError(vi, en, "bad-account");
}

async function approveProposal(call: Call, index: string): Promise<number> {
  if (!/^(0|[1-9][0-9]{0,9})$/.test(index)) throw new Misuse("INDEX là số mục.", "INDEX is an entry's number.");
  return sign(call, async () => ({ kind: "approve", body: { proposal: Number(index) } }));
}

/** Signs one statement with the authority's key and sends it. */
async function sign(call: Call, make: (target: Target) => Promise<Statement>): Promise<number> {
  const authority = await KeyFile.open(needOption(call, "as"));
  return withTarget(call, async (target) => {
    const { origin, anchor, submit } = target;
    const claimedS = Math.floor(call.io.now() / 1000);
    const entry = await authority.sign(await make(target), { origin, claimedS, anchor });
    const [answer] = await submit([entry]);
    call.io.out(call.json ? `${JSON.stringify(answerJson(answer!))}\n` : `${answerText(answer!)}\n`);
    return answer?.ok ? EXIT.ok : EXIT.refused;
  });
}
