// Newcomers to the demo province, for the stories: a party with its device, a place, a way, a vehicle; and the words in which a story
// asks the book what it holds.

import { sha256 } from "@noble/hashes/sha2.js";
import type { Province } from "../../src/demo/province.ts";
import { utf8 } from "../../src/format/bytes.ts";
import type { Grade, Position, Role, SiteType, VehicleClass } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import type { AccountKey } from "../../src/rules/book/accounts.ts";
import { type Ledger, newDevice, type Said } from "../rules/ledger.ts";
import { figuresOf } from "../rules/world.ts";

/** A party with one device, whose persona is `who`; answers its index. */
export async function welcome(
  ledger: Ledger,
  who: string,
  name: string,
  roles: Role[],
  position?: Position,
): Promise<number> {
  const party = ledger.must("root0", "party.register", { name, roles });
  await giveDevice(ledger, who, party, position);
  return party;
}

/** One more person of a party with a device, whose persona is `who`; answers its key id. A treasury's officer has a position. */
export async function giveDevice(ledger: Ledger, who: string, party: number, position?: Position): Promise<string> {
  const number = sha256(utf8(`${who} ${ledger.size}`)).slice(0, 16);
  const body = { number, party, ...(position === undefined ? {} : { position }) };
  const person = ledger.must("root0", "person.register", body);
  return giveKey(ledger, who, party, person);
}

/** One more machine of a party with a key that is nobody's own, whose persona is `who`; answers its key id. */
export function giveMachine(ledger: Ledger, who: string, party: number): Promise<string> {
  return giveKey(ledger, who, party);
}

/** One more key of a party: of a person, or of a machine. */
export async function giveKey(ledger: Ledger, who: string, party: number, person?: number): Promise<string> {
  const { key, possession, kid } = await newDevice(who);
  ledger.agree("root0", "root1", "key.register", {
    party,
    key,
    possession,
    ...(person === undefined ? {} : { person }),
  });
  ledger.kids.set(who, kid);
  ledger.pass(1);
  return kid;
}

export function place(ledger: Ledger, type: SiteType, name: string, party: number): number {
  return ledger.must("authority", "site.register", { type, name, party });
}

/** A way of so many minutes; a truck may load again after as many. */
export function way(ledger: Ledger, from: number, to: number, minutes: number): number {
  const body = { from, to, distanceM: minutes * 400, minutes, cycleMinutes: minutes };
  return ledger.must("authority", "route.set", body);
}

export function vehicle(ledger: Ledger, plate: string, kind: VehicleClass, payloadKg: number): number {
  return ledger.must("authority", "vehicle.register", { plate, class: kind, payloadKg });
}

const ISSUER = "Ủy ban nhân dân tỉnh Sông Lam";

/** A source of the province; what is not said is stated nowhere. */
export function grant(ledger: Ledger, body: Omit<Body<"source.grant">, "issuer"> & { issuer?: string }): number {
  const source = ledger.agree("authority", "deputy", "source.grant", { issuer: ISSUER, ...body });
  ledger.pass(1);
  return source;
}

/** The stock account of a holder at a place; at a mine of one source. */
export function stockOf(site: number, holder: number, material = 1, source = 0): AccountKey {
  return `stock/${site}/${holder}/0/${material}/${source}`;
}

/** Kilograms of an account by grade: ledger, paper, transitional. */
export function byGrade(ledger: Ledger, account: AccountKey): [number, number, number] {
  const of = (grade: Grade) =>
    ledger.book.lots(account).reduce((kg, lot) => (lot.grade === grade ? kg + lot.left : kg), 0);
  return [of(1), of(2), of(3)];
}

/** What a source has given in a year, and in all. */
export function drawn(ledger: Ledger, source: number, year: number): { yearKg: number; allKg: number } {
  const ground = ledger.book.need("ground", source);
  return { yearKg: ground.years[String(year)] ?? 0, allKg: ground.drawnKg };
}

/** The numbers of a refusal or of the verdict that something was kept with. */
export function numbers(said: Said): Record<string, string | number> | undefined {
  return "refused" in said ? said.refused.figures : said.verdict?.figures;
}

/** The first line of a claim as the treasury sees it now. */
export function firstLine(ledger: Ledger, annex: number) {
  return figuresOf(ledger, annex).figures.lines[0]!;
}

/** Everything that stands in the book, wherever: what has left the ground of a source and has not gone back. */
export function standing(ledger: Ledger, source: number): number {
  let kg = 0;
  for (const lot of ledger.book.memory.lots.values())
    if (lot.source === source && !lot.account.startsWith("ground/")) kg += lot.left;
  return kg;
}

/** Moves the story to an hour of Vietnam. */
export function until(ledger: Ledger, day: number, hour: number, minute = 0, second = 0): void {
  const [y, m, d] = [Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100];
  const at = Date.UTC(y, m - 1, d, hour - 7, minute, second);
  if (at < ledger.nowMs) throw new Error("a story does not run back");
  ledger.nowMs = at;
}

export type { Province };
