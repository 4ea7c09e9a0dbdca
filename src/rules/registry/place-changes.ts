// How a registered place changes: communes merge and rename it, and another party takes it over. Old names and keepers stay with it.
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { notFound } from "../acts/context.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import { AUTHORITY, type Rows } from "../acts/row.ts";
import { checkPlaceName } from "./registry.ts";

/** Another name, or another keeper: then the new keeper and a second officer of the authority sign as well. */
const AMEND_SITE: Proposal<"site.amend"> = {
  needs(context, body) {
    const { book } = context;
    const site = book.get("site", body.site);
    if (!site) return refused(notFound("place", body.site));
    const { name, party, commune } = body;
    if (name === undefined && party === undefined && commune === undefined)
      return refused(problem("bad-terms", { expected: "a-change" }));
    const strange = name === undefined ? undefined : checkPlaceName(book, { name, party: party ?? site.party });
    if (strange) return refused(strange);
    if (party === undefined || party === site.party) return ok([]);
    return book.get("party", party) ? ok([{ party }, ...secondHand(context)]) : refused(notFound("party", party));
  },
  effect({ book, receivedMs }, body) {
    const site = book.need("site", body.site);
    const { name, party } = site;
    const former = [...(site.former ?? []), { name, party, untilS: Math.floor(receivedMs / 1000) }];
    const keeper = body.party ?? party;
    book.put("site", body.site, { ...site, name: body.name ?? name, party: keeper, former });
    if (keeper !== party) book.enlist(`sites/${keeper}`, body.site);
    return undefined;
  },
};

export const PLACE_ROWS = {
  "site.amend": {
    nature: "registry",
    makes: "holding",
    approvedBy: ["colleague", "new-keeper"],
    signers: AUTHORITY,
    proposal: AMEND_SITE,
  },
} satisfies Rows;
