// Finding the keys of what comes in. All that are asked for while one look into the store is under way are looked up together in the
// next: however many strangers send at once, their unknown keys cost one statement at a time.
import type { KeyFact } from "../rules/book/facts.ts";

type Found = ReadonlyMap<string, KeyFact>;
type Look = { readonly kids: Set<string>; readonly found: Promise<Found> };

export class KeyFinder {
  readonly #load: (kids: readonly string[]) => Promise<Found>;
  #next: Look | undefined;
  #under: Promise<unknown> = Promise.resolve();

  /** `load` answers the registered ones of these kids, in hex. */
  constructor(load: (kids: readonly string[]) => Promise<Found>) {
    this.#load = load;
  }

  /** The registered key of a kid; undefined where there is none. */
  async find(kid: string): Promise<KeyFact | undefined> {
    this.#next ??= this.#begin();
    this.#next.kids.add(kid);
    return (await this.#next.found).get(kid);
  }

  #begin(): Look {
    const kids = new Set<string>();
    const found = this.#under.then(() => {
      this.#next = undefined;
      return this.#load([...kids]);
    });
    this.#under = found.catch(() => undefined);
    return { kids, found };
  }
}
