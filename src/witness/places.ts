// Where the witnesses of a policy are reached. Who they are is in the log and cannot be configured away; how to reach them changes
// and is configuration: lines of `vkey url`, or a C2SP tlog-policy file's `witness name vkey url`.
import type { WitnessPolicy } from "../format/witness-policy.ts";

/** A witness of the policy and its submission prefix, without a slash at its end. */
export type WitnessPlace = { readonly vkey: string; readonly url: string };

/** Thrown for lines that cannot be meant; operators read the words. */
class BadPlaces extends Error {
  constructor(vi: string, en: string) {
    super(`${vi} · ${en}`);
    this.name = "BadPlaces";
  }
}

/**
 * The places of the policy's witnesses that lines of configuration name, each once. Throws for an address that is none, and for a
 * witness that neither the policy nor `besides` names: a slip of the pen would otherwise wait for somebody who is never asked.
 */
export function placesOf(policy: WitnessPolicy, lines: string, besides: readonly string[] = []): WitnessPlace[] {
  const places = new Map<string, string>();
  for (const line of lines.split("\n").map((each) => each.trim())) {
    const words = line.split(/[ \t]+/);
    if (line === "" || line.startsWith("#") || ["log", "group", "quorum"].includes(words[0]!)) continue;
    const [vkey = "", url] = words[0] === "witness" ? words.slice(2) : words;
    if (url === undefined && words[0] === "witness") continue;
    if (!policy.witnesses.includes(vkey) && !besides.includes(vkey))
      throw new BadPlaces(
        `Đơn vị xác nhận ${vkey} không có trong mục 0 của sổ, cũng không được chỉ định sau đó.`,
        `Witness ${vkey} is not named in the log's entry 0, nor later.`,
      );
    const prefix = prefixOf(url ?? "");
    if (policy.witnesses.includes(vkey)) places.set(vkey, prefix);
  }
  return [...places].map(([vkey, url]) => ({ vkey, url }));
}

function prefixOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const good = parsed && ["http:", "https:"].includes(parsed.protocol) && parsed.search === "" && parsed.hash === "";
  if (!good) throw new BadPlaces(`Địa chỉ không hợp lệ: ${url}`, `Not an address: ${url}`);
  return url.replace(/\/+$/, "");
}
