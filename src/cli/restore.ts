// `so-nguon restore`: the entries of an export put back into a database that was restored without them, so that the log goes on under its
// name. Nothing is appended and nothing is signed: each leaf gets the index and the time that it had.
import fs from "node:fs";
import path from "node:path";
import { putBack } from "../audit/put-back.ts";
import { hex } from "../format/bytes.ts";
import { fileMemory } from "../service/signer-file.ts";
import { openDatabase } from "../store/connect.ts";
import { migrate } from "../store/migrations.ts";
import { COSIGNED_FILE, fileStore } from "../witness/store.ts";
import { brokenText } from "./audit.ts";
import { type Command, EXIT, LEDGER, ProgressLine } from "./command.ts";
import { keysOfNamed } from "./named-file.ts";
import { ledgerPlaceOf } from "./open-ledger.ts";

export const command: Command = {
  name: "restore",
  vi: "đưa các mục của bản xuất trở lại cơ sở dữ liệu khôi phục bị thiếu",
  en: "put an export's entries back into a database restored without them",
  usage: ["DIR --data DIR [--vkey FILE]"],
  args: [1, 1],
  options: {
    ...LEDGER,
    vkey: {
      type: "string",
      value: "FILE",
      vi: "khóa sổ đã biết trước (ghim)",
      en: "the log's key as known before (pinned)",
    },
  },
  more: {
    vi: "Dừng dịch vụ trước khi chạy. DIR là bản xuất mới nhất (so-nguon export, hoặc bản sao của đơn vị giám sát). Lệnh kiểm tra lại toàn bộ bản xuất, ghi các mục còn thiếu đúng số và giờ cũ, lập lại mọi bảng theo quy tắc, rồi kiểm tra toàn bộ sổ; có gì sai thì không ghi gì.",
    en: "Stop the service first. DIR is the latest export (so-nguon export, or a monitor's copy). The command re-verifies the whole export, writes the missing entries at the index and hour that they had, makes all tables anew by the rules, and audits the whole ledger; if anything is wrong nothing is written.",
  },
  async run(call) {
    const place = ledgerPlaceOf(call);
    const vkey = call.option("vkey");
    // The witnesses' newest head in the keys folder was never in the backup: the restored ledger must reach it.
    const cosigned = await fileStore(path.join(place.keys, COSIGNED_FILE)).read();
    const pins = { vkey: vkey === undefined ? undefined : keysOfNamed(vkey) };
    const bar = new ProgressLine(call);
    const database = await openDatabase(place);
    try {
      await migrate(database);
      const found = await putBack(database, call.args[0]!, { ...pins, cosigned }, (done, total) =>
        bar.show(`khôi phục · restoring ${done} / ${total}`),
      );
      bar.done();
      if ("rule" in found) {
        call.io.out(call.json ? `${JSON.stringify({ ok: false, ...found, entry: undefined })}\n` : brokenText(found));
        return EXIT.refused;
      }
      const { size, root } = found.sound;
      const missing = Math.max(0, (await signedSize(place.keys)) - size);
      const restored = size - found.before;
      call.io.out(
        call.json
          ? `${JSON.stringify({ ok: missing === 0, before: found.before, size, restored, missing, root: hex(root) })}\n`
          : restoredText(restored, size, missing),
      );
      return missing === 0 ? EXIT.ok : EXIT.refused;
    } finally {
      bar.done();
      await database.close();
    }
  },
};

/** The size of the last head that was signed, as the signer's memory beside the keys has it; 0 where there is no such memory. */
async function signedSize(keys: string): Promise<number> {
  if (!fs.existsSync(path.join(keys, "signed-head"))) return 0;
  return (await fileMemory(keys).read())?.size ?? 0;
}

function restoredText(restored: number, size: number, missing: number): string {
  const done =
    `ĐÃ KHÔI PHỤC: ghi lại ${restored} mục; sổ có ${size} mục và đạt kiểm tra.\n` +
    `RESTORED: ${restored} entries put back; the ledger has ${size} and its audit is clean.\n`;
  if (missing === 0) return done;
  return (
    `${done}CÒN THIẾU ${missing} mục so với mốc đã ký: tìm bản xuất mới hơn rồi chạy lại; chưa khởi động dịch vụ.\n` +
    `STILL MISSING: ${missing} entries below the signed head; find a later export and run again before starting the service.\n`
  );
}
