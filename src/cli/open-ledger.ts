// Which ledger a command speaks of, and opening it: to read, or to take entries as the service does. The log's key and the signer's
// memory are kept in a keys folder of their own beside the database, never inside it.
import fs from "node:fs";
import path from "node:path";
import { findLogKey, KeyFile } from "../disk/keyfile.ts";
import { type Clock, systemClock } from "../disk/machine-clock.ts";
import { type Anchor, anchorTo } from "../format/entry.ts";
import { HeadSigner, LogKeyMissing } from "../intake/signer.ts";
import { Intake } from "../intake.ts";
import { fileMemory } from "../service/signer-file.ts";
import { readHead } from "../store/append.ts";
import { openDatabase } from "../store/connect.ts";
import type { AcceptLoss, Database } from "../store/database.ts";
import { migrate } from "../store/migrations.ts";
import { View } from "../store/view.ts";
import { CommandError } from "../words/command-error.ts";
import { type Call, Misuse } from "./command.ts";

/** Where a ledger is: a PostgreSQL by URL or an embedded one in a folder, and the folder of its keys. */
export type LedgerPlace = {
  readonly url?: string;
  readonly dir?: string;
  readonly keys: string;
  /** See store/durable-head.ts. */
  readonly acceptLoss?: AcceptLoss;
};

/** The names of a ledger's own key files in its keys folder. */
export const KEY_FILES = {
  log: "log.json",
  operator: "operator.json",
  roots: ["root-1.json", "root-2.json", "root-3.json"],
} as const;

/** The place that the options or the environment name; undefined when neither does. */
export function placeIfNamed(call: Call): LedgerPlace | undefined {
  const dir = call.option("data");
  const url = dir === undefined ? call.io.env.DATABASE_URL : undefined;
  if (dir === undefined && !url) return undefined;
  const keys = call.option("keys") ?? call.io.env.SO_NGUON_KEYS ?? path.join(dir ?? "data", "keys");
  const accepts = ["1", "true"].includes(call.io.env.SO_NGUON_ACCEPT_LOSS ?? "");
  return {
    keys,
    ...(dir === undefined ? {} : { dir }),
    ...(url ? { url } : {}),
    ...(accepts ? { acceptLoss: (words) => call.io.err(`${words}\n`) } : {}),
  };
}

/** The place that the options or the environment name; Misuse when neither does. */
export function ledgerPlaceOf(call: Call): LedgerPlace {
  const place = placeIfNamed(call);
  if (place) return place;
  throw new Misuse(
    "Chưa rõ sổ nào: dùng --data DIR hoặc đặt DATABASE_URL.",
    "No ledger named: give --data DIR or set DATABASE_URL.",
  );
}

/** How people name the place; a URL without its password. */
export function placeText(place: LedgerPlace): string {
  if (place.dir !== undefined) return place.dir;
  return (place.url ?? "postgres://").replace(/\/\/[^@/]*@/, "//").replace(/[?#].*/, "");
}

/** An open ledger for reading. `anchor` is its newest head as entries cite it. */
export type Ledger = {
  readonly place: LedgerPlace;
  readonly origin: string;
  readonly database: Database;
  readonly view: View;
  anchor(): Promise<Anchor | undefined>;
  close(): Promise<void>;
};

/** Opens a ledger that must be there; refuses an empty or absent one, and a folder that another process holds. */
export async function openLedger(place: LedgerPlace): Promise<Ledger> {
  if (place.dir !== undefined && !fs.existsSync(path.join(place.dir, "postgres"))) throw noLedger(place);
  const database = await openDatabase(place);
  try {
    await migrate(database);
    const view = new View(database.kysely);
    const log = await view.fact("log", 0);
    if (!log) throw noLedger(place);
    const anchor = async () => {
      const head = await readHead(database.kysely);
      return head && anchorTo(head);
    };
    return { place, origin: log.origin, database, view, anchor, close: database.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The refusal that there is nothing at a place. */
export function noLedger(place: LedgerPlace): CommandError {
  const where = placeText(place);
  return new CommandError(
    `Chưa có sổ nào tại ${where}. Mở sổ bằng “so-nguon init”.`,
    `There is no ledger at ${where}. Open one with “so-nguon init”.`,
    "no-ledger",
  );
}

/** A ledger that takes entries, with the log's key from its keys folder. */
export type WritableLedger = Ledger & { readonly intake: Intake };

/** Opens a ledger to write to; refuses when the log's key is not in the keys folder or is another log's. */
export async function openWritable(
  place: LedgerPlace,
  how: { clock?: Clock; acceptClock?: boolean } = {},
): Promise<WritableLedger> {
  const ledger = await openLedger(place);
  try {
    const intake = await startIntake(ledger.database, ledger.origin, place, how).catch((error: unknown) => {
      if (!(error instanceof LogKeyMissing)) throw error;
      throw new CommandError(
        `Khóa sổ trong ${place.keys} không phải khóa của sổ “${ledger.origin}”.`,
        `The log key in ${place.keys} is not that of ledger “${ledger.origin}”.`,
        "wrong-log-key",
      );
    });
    const close = async () => {
      await intake.idle();
      await ledger.close();
    };
    return { ...ledger, intake, close };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** An intake on an open database, signing with the log key of the place. */
export async function startIntake(
  database: Database,
  origin: string,
  place: LedgerPlace,
  how: { clock?: Clock; acceptClock?: boolean } = {},
): Promise<Intake> {
  const { signer } = await KeyFile.open(path.join(place.keys, KEY_FILES.log));
  const head = new HeadSigner(origin, signer, fileMemory(place.keys), (key) => findLogKey(place.keys, key));
  const intake = new Intake(database, head, how.clock ?? systemClock);
  await intake.start(how.acceptClock ?? false);
  return intake;
}
