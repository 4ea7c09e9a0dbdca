// Where entries go: a running service by --url, or straight into a ledger by --data or DATABASE_URL when no service holds it.

import { anchorTo } from "../format/entry.ts";
import { headOf } from "../format/note.ts";
import { makeKeyBundle } from "../store/make-bundle.ts";
import { serviceAt, type Target } from "./answers.ts";
import { ACCEPT_CLOCK, type Call, LEDGER, type Option } from "./command.ts";
import { ledgerPlaceOf, openWritable } from "./open-ledger.ts";
import { pauseOf } from "./resend.ts";

/** Options of commands that send. */
export const SENDING: Readonly<Record<string, Option>> = {
  url: {
    type: "string",
    value: "URL",
    vi: "dịch vụ đang chạy, ví dụ http://127.0.0.1:8787",
    en: "a running service, for example http://127.0.0.1:8787",
  },
  ...LEDGER,
  ...ACCEPT_CLOCK,
};

/** Opens the target that the options name, does the work, closes it. */
export async function withTarget<T>(call: Call, work: (target: Target) => Promise<T>): Promise<T> {
  const url = call.option("url");
  if (url !== undefined) return work(await serviceAt(url, pauseOf(call)));
  const ledger = await openWritable(ledgerPlaceOf(call), { acceptClock: call.flag("accept-clock") });
  try {
    const { intake, origin } = ledger;
    const head = headOf(intake.note);
    const anchor = head && anchorTo(head);
    const account = () => makeKeyBundle(ledger.database.kysely, intake.note!);
    return await work({ origin, anchor, submit: (entries) => intake.submitAll(entries), account });
  } finally {
    await ledger.close();
  }
}
