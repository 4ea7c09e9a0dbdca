// Invented names for a made-up province. No list of real firms or places was used; a name that exists somewhere is chance.
import type { Chance } from "../demo/chance.ts";

const FIRST = [
  "An",
  "Bình",
  "Cẩm",
  "Đại",
  "Đông",
  "Gia",
  "Hà",
  "Hòa",
  "Hưng",
  "Lam",
  "Long",
  "Minh",
  "Nam",
  "Phú",
  "Quang",
  "Sơn",
  "Tân",
  "Thái",
  "Thịnh",
  "Trường",
  "Vạn",
  "Xuân",
];
const SECOND = [
  "Bảo",
  "Châu",
  "Cường",
  "Dương",
  "Giang",
  "Hải",
  "Khang",
  "Khê",
  "Lĩnh",
  "Mỹ",
  "Nguyên",
  "Phát",
  "Phong",
  "Sa",
  "Thạch",
  "Thành",
  "Thuận",
  "Tiến",
  "Vân",
  "Vượng",
  "Yên",
];

/** Names that are each given once. */
export class Names {
  readonly #chance: Chance;
  readonly #given = new Set<string>();

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** A fresh two-word name; numbered once the words run out. */
  fresh(): string {
    for (let tries = 0; tries < 40; tries++) {
      const name = `${this.#chance.pick(FIRST)} ${this.#chance.pick(SECOND)}`;
      if (!this.#given.has(name)) return this.#take(name);
    }
    return this.#take(`${this.#chance.pick(FIRST)} ${this.#chance.pick(SECOND)} ${this.#given.size}`);
  }

  #take(name: string): string {
    this.#given.add(name);
    return name;
  }
}
