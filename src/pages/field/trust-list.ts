// The part that the trust bundles of all checkpoints have in common: keys, plates, routes, sources, products, and slips that no longer travel. Kept
// whole in memory and brought up to date by what later entries changed, so that a bundle costs the same few statements however many
// vehicles a province has, and none while the log has not grown.
import { SITE_TYPE, VEHICLE_CLASSES, type VehicleClass } from "../../format/codes.ts";
import { rulesAt } from "../../rules/acts/context.ts";
import type { FactKind, Facts } from "../../rules/book/fact-kinds.ts";
import type { RulesFact } from "../../rules/book/facts.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { allowanceS } from "../../rules/numbers/time.ts";
import { endOf } from "../../rules/readings/checkpoint-answer.ts";
import { changedNamed, changedNumbered, changedSlips } from "../../store/changed-facts.ts";
import type { Database } from "../../store/database.ts";
import type { View } from "../../store/view.ts";
import { GROWING, type Growing, type Trust } from "../../web/islands/shared/offline.ts";

const KINDS = ["vehicle", "route", "source", "recipe", "project", "site", "rules"] as const;
type Kind = (typeof KINDS)[number] | "key";
/** Slips whose time ran out longer ago than this show as expired anyway. */
const ENDED_WITHIN_MS = 86_400_000;

/** The facts that the growing sections of the list are made of. */
const FACT_OF = { keys: "key", vehicles: "vehicle", sources: "source", products: "recipe" } as const satisfies Record<
  keyof Growing,
  FactKind
>;

type Common = Pick<Trust, "keys" | "vehicles" | "routes" | "packages" | "sources" | "products" | "ended">;
type Ended = { readonly code: string; readonly expiresS: number; readonly end: Trust["ended"][string] };

export class TrustList {
  readonly #database: Database;
  readonly #view: View;
  /** Everything that entries below this index have changed is in. */
  #size = 0;
  readonly #facts = new Map<FactKind, Map<string, unknown>>();
  /** Facts in the order of the leaves that changed them; one can be there several times. */
  readonly #changes: { readonly leaf: number; readonly section: keyof Growing; readonly id: string }[] = [];
  readonly #ended = new Map<number, Ended>();

  constructor(database: Database, view: View) {
    this.#database = database;
    this.#view = view;
  }

  /** Takes in what entries below `size`, and perhaps some above, have changed. */
  async update(size: number, nowMs: number): Promise<void> {
    const from = this.#size;
    if (size <= from) return;
    const { kysely } = this.#database;
    const [numbered, keys, slips] = await Promise.all([
      changedNumbered(kysely, KINDS, from),
      changedNamed(kysely, "key", from),
      changedSlips(kysely, from, nowMs - ENDED_WITHIN_MS),
    ]);
    const ended = await this.#view.read((book) =>
      mapLoading(slips, ({ slip, state }): [number, Ended | undefined] => {
        const fact = book.need("slip", slip);
        const end = endOf(book, fact, state);
        return [slip, end && { code: fact.code, expiresS: fact.expiresS, end }];
      }),
    );
    // Another request has been quicker: what it put in is newer than what is here, or the same.
    if (this.#size !== from) return this.update(size, nowMs);
    for (const { key, value, leaf } of [...numbered, ...keys].sort((a, b) => a.leaf - b.leaf)) {
      const [kind, id] = [key.slice(0, key.indexOf("/")) as FactKind, key.slice(key.indexOf("/") + 1)];
      const known = this.#facts.get(kind) ?? new Map<string, unknown>();
      this.#facts.set(kind, known.set(id, value));
      const section = GROWING.find((each) => FACT_OF[each] === kind);
      if (section) this.#changes.push({ leaf, section, id });
    }
    for (const [slip, end] of ended) {
      if (end) this.#ended.set(slip, end);
      else this.#ended.delete(slip);
    }
    this.#size = size;
  }

  /** The common part of the list at a moment. */
  common(nowMs: number): Common {
    const nowS = Math.floor(nowMs / 1000);
    return {
      keys: this.#each("key", ({ key, party, revoked, frozen }) => ({ key, party, ended: revoked ?? frozen })),
      vehicles: this.#each("vehicle", ({ plate, class: vehicleClass }) => ({ plate, class: vehicleClass })),
      ...this.#ways(nowS),
      sources: this.#each("source", ({ number }) => number),
      products: this.#each("recipe", ({ name, unit }) => ({ name, unit })),
      ended: this.#endedWithin(nowMs),
    };
  }

  /** The same list with only those members of its growing sections that entries from a leaf on have changed. */
  since(trust: Trust, from: number): Trust {
    const grown: { [S in keyof Growing]: Record<string, unknown> } = {
      keys: {},
      vehicles: {},
      sources: {},
      products: {},
    };
    for (let at = this.#changes.length - 1; at >= 0 && this.#changes[at]!.leaf >= from; at--) {
      const { section, id } = this.#changes[at]!;
      const member = trust[section][id];
      if (member !== undefined) grown[section][id] = member;
    }
    return { ...trust, ...(grown as Growing) };
  }

  /** The checkpoints of a party, with their names. */
  checkpointsOf(party: number): Trust["sites"] {
    const sites = [...this.#all("site")].filter(
      ([, { type, party: keeper }]) => type === SITE_TYPE.checkpoint && keeper === party,
    );
    return Object.fromEntries(sites.map(([index, { name }]) => [index, name]));
  }

  #all<K extends Kind>(kind: K): Map<string, Facts[K]> {
    return (this.#facts.get(kind) ?? new Map()) as Map<string, Facts[K]>;
  }

  #each<K extends Kind, T>(kind: K, read: (fact: Facts[K]) => T): Record<string, T> {
    return Object.fromEntries([...this.#all(kind)].map(([id, fact]) => [id, read(fact)]));
  }

  #ways(nowS: number): Pick<Trust, "routes" | "packages"> {
    const rules = this.#all("rules").get("0") as RulesFact | undefined;
    if (!rules) return { routes: {}, packages: {} };
    const { marginMinutes } = rulesAt(rules, nowS).set;
    const [projects, sites] = [this.#all("project"), this.#all("site")];
    const nameOf = (place: number) => (sites.get(String(place)) ?? projects.get(String(place)))?.name ?? "";
    const classes = Object.keys(VEHICLE_CLASSES).map(Number) as VehicleClass[];
    const packages: Trust["packages"] = {};
    for (const [index, { to }] of this.#all("route"))
      for (const contract of projects.get(String(to))?.packages ?? [])
        packages[`${index}/${contract.number}`] = contract.name;
    const routes = this.#each("route", ({ from, to, minutes, checkpoints }) => ({
      from: nameOf(from),
      to: nameOf(to),
      allowS: Object.fromEntries(classes.map((each) => [String(each), allowanceS(minutes, each, marginMinutes)])),
      checkpoints,
    }));
    return { routes, packages };
  }

  #endedWithin(nowMs: number): Trust["ended"] {
    for (const [slip, { expiresS }] of this.#ended)
      if (expiresS * 1000 < nowMs - ENDED_WITHIN_MS) this.#ended.delete(slip);
    return Object.fromEntries([...this.#ended.values()].map(({ code, end }) => [code, end]));
  }
}
