// Where the witnesses of a policy are reached. Who they are stands in entry 0 and cannot be configured away; how to reach them changes
// and is configuration: lines of `vkey url`, or a C2SP tlog-policy file's `witness name vkey url`.
import type { WitnessPolicy } from "../format/policy.ts";

/** A witness of the policy and its submission prefix, without a slash at its end. */
export type WitnessPlace = { readonly vkey: string; readonly url: string };

/** Thrown for lines that cannot be meant; operators read the words. */
export class BadPlaces extends Error {
  constructor(vi: string, en: string) {
    super(`${vi} · ${en}`);
    this.name = "BadPlaces";
  }
}

/** The places that lines of configuration name, each witness once; throws for an address that is none and a witness that entry 0 does not name. */
export function placesOf(policy: WitnessPolicy, lines: string): WitnessPlace[] {
  const places = new Map<string, string>();
  for (const line of lines.split("\n").map((each) => each.trim())) {
    const words = line.split(/[ \t]+/);
    if (line === "" || line.startsWith("#") || ["log", "group", "quorum"].includes(words[0]!)) continue;
    const [vkey = "", url] = words[0] === "witness" ? words.slice(2) : words;
    if (url === undefined && words[0] === "witness") continue;
    if (!policy.witnesses.includes(vkey))
      throw new BadPlaces(
        `Đơn vị xác nhận ${vkey} không có trong mục 0 của sổ.`,
        `Witness ${vkey} is not named in the log's entry 0.`,
      );
    places.set(vkey, prefixOf(url ?? ""));
  }
  return [...places].map(([vkey, url]) => ({ vkey, url }));
}

function prefixOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const good = parsed && ["http:", "https:"].includes(parsed.protocol) && parsed.search === "" && parsed.hash === "";
  if (!good) throw new BadPlaces(`Địa chỉ không hợp lệ: ${url}`, `Not an address: ${url}`);
  return url.replace(/\/+$/, "");
}
