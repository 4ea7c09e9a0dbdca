// `so-nguon migrate`: the database brought to the shape this code expects, before the service of a new version starts.
import { openDatabase } from "../store/connect.ts";
import { migrate } from "../store/migrations.ts";
import { type Command, EXIT, LEDGER } from "./command.ts";
import { ledgerPlaceOf, placeText } from "./open-ledger.ts";

export const command: Command = {
  name: "migrate",
  vi: "đưa cơ sở dữ liệu về đúng cấu trúc của phiên bản này",
  en: "bring the database to the shape of this version",
  usage: ["[--data DIR]"],
  args: [0, 0],
  options: LEDGER,
  async run(call) {
    const place = ledgerPlaceOf(call);
    const database = await openDatabase(place);
    try {
      const done = await migrate(database);
      if (call.json) call.io.out(`${JSON.stringify({ migrations: done })}\n`);
      else if (done.length === 0) call.io.out(`${placeText(place)}: đã đúng cấu trúc · up to date\n`);
      else call.io.out(`${placeText(place)}: đã chạy · ran ${done.join(", ")}\n`);
    } finally {
      await database.close();
    }
    return EXIT.ok;
  },
};
