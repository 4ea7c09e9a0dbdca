// The choices of the field `scale` as they are now, for a desk or a gate that stays open while vehicles are weighed.
import { refuse } from "../../http/problems.ts";
import { closedDesk, mayOpen } from "../../http/readers.ts";
import type { PageRequest } from "../request.ts";
import { readScales } from "./scale-choices.ts";

/** GET /weighings: what the scales of the visitor's places have signed and nobody has used, and the scales, for who sends or receives loads. */
export async function showWeighings({ context, services, who, frame }: PageRequest): Promise<Response> {
  if (!mayOpen(who, "sending") && !mayOpen(who, "receiving")) return refuse(closedDesk(who, "sending"));
  const { view } = services;
  const places = await Promise.all([view.whole(`sites/${who.party}`), view.whole(`projects/${who.party}`)]);
  const scales = (await readScales(services, places.flat())).map(({ value, words, plate }) => ({
    value,
    text: words[frame.lang],
    ...(plate === undefined ? {} : { plate }),
  }));
  return context.json({ scales }, 200, { "cache-control": "no-store" });
}
