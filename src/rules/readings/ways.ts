// The ways of kilograms in a court bundle, judged from the entries alone. Going back from the contract package, each leaf must be what the
// one before it needs: a receipt names its slip, a slip names its source or leaves a place where a receipt or a batch had put its material,
// and the last leaf is the source. Also who signed each step, and that no entry bears more kilograms than it states.
import type { ClaimFigures } from "../../format/bodies/payment.ts";
import { type Flaw, flaw, type Origin } from "../../format/bundle.ts";
import { equal } from "../../format/bytes.ts";
import { type Material, ROLE } from "../../format/codes.ts";
import type { Proven } from "../../format/prove-bundle.ts";
import { actsFor, partyAt, type Said, said, sameHouse } from "./acting.ts";
import { checkContested } from "./contested.ts";
import { actAt, chairsOf, goesOver, keeps, namesSlip, proposalAt, receives, signedAs, slipNamed } from "./said.ts";
import { bear, checkSums, gradeOf } from "./sums.ts";

type Annex = Said<"annex.propose">;

/** Kilograms at a place of the way, going back: what the next leaf must have brought there. `products`: undefined for loose material. */
type AtPlace = {
  readonly on: "place";
  readonly place: number;
  /** The contract package, where the place is a project. */
  readonly contract: number | undefined;
  readonly products: readonly (number | undefined)[];
  readonly materials: readonly Material[];
  /** Whose stock it is, where the entries say so. */
  readonly holder: number | undefined;
  /** At a mine: the source whose stock or ground it is. */
  readonly source: number | undefined;
};
/** Kilograms that a receipt took off a vehicle: the next leaf must be its slip. */
type OnRoad = {
  readonly on: "road";
  readonly receipt: Said<"load.receive"> | Said<"load.correct">;
  readonly receiver: number | undefined;
  readonly to: AtPlace;
};
/**
 * Kilograms of a slip that was signed out of a slip book: the next leaf must be the book. `ruled`: it came late and the authority let it count, so that
 * it may have been served from its source's stock instead.
 */
type InBook = {
  readonly on: "book";
  readonly slip: Said<"slip.issue">;
  readonly from: AtPlace;
  readonly ruled: boolean;
};
/** Kilograms from the ground of a source: the next leaf must be the source, and the last one. */
type InGround = {
  readonly on: "ground";
  readonly source: number;
  readonly materials: readonly Material[];
  /** The mine, where a slip or a slip book names it. */
  readonly mine?: number;
};
type Held = AtPlace | OnRoad | InBook | InGround;

/** A step back: where the kilograms were before, or why the leaf is no such step. */
type Back = Held | "end" | { readonly not: string };
const WORDS = {
  kind: "việc khác · another act",
  place: "nơi khác · another place",
  material: "vật liệu khác · another material",
  holder: "của chủ hàng khác · another holder's",
  slip: "phiếu khác · another slip",
  source: "nguồn khác · another source",
  book: "quyển phiếu khác · another slip book",
  signer: "người ký không giữ nơi này · signed by somebody who does not keep the place",
  end: "không tới nguồn, hoặc đi quá nguồn · does not end at a source",
  order: "thứ tự mục · order of entries",
} as const;
const not = (why: keyof typeof WORDS): Back => ({ not: WORDS[why] });

/** A proven bundle with what the ways ask of it again and again: slips that the authority let count, and amended terms of sources. */
export type WayReader = Proven & {
  readonly ruled: ReadonlySet<number>;
  readonly amended: ReadonlyMap<number, readonly SourceTerms[]>;
};
type SourceTerms = {
  readonly materials?: readonly Material[] | undefined;
  readonly sites?: readonly number[] | undefined;
};

export function readerOf(proven: Proven): WayReader {
  const ruled = new Set<number>();
  const amended = new Map<number, SourceTerms[]>();
  for (const [index, { entry }] of proven.leaves) {
    const act = entry.kind === "approve" ? actAt(proven, index) : undefined;
    if (act?.kind === "slip.rule" && act.body.counts === 1) for (const each of act.body.entries) ruled.add(each);
    if (act?.kind !== "source.amend") continue;
    amended.set(act.body.source, [...(amended.get(act.body.source) ?? []), act.body]);
  }
  return { ...proven, ruled, amended };
}

/** Judges all ways against one another and against the figures: the first fault, or nothing. */
export function checkWays(
  proven: Proven,
  annex: Annex,
  figures: ClaimFigures,
  origins: readonly Origin[],
): Flaw | undefined {
  const borne = new Map<string, number>();
  const reader = readerOf(proven);
  for (const each of origins) {
    const wrong = checkWay(reader, annex, figures, each) ?? checkContested(proven, each) ?? bear(proven, borne, each);
    if (wrong) return wrong;
  }
  return checkSums(annex, figures, origins, (each) => gradeOf(proven, each));
}

/** Walks one way back to its source: the first step that is none, or nothing. */
export function checkWay(proven: WayReader, annex: Annex, figures: ClaimFigures, origin: Origin): Flaw | undefined {
  const { way, line, material } = origin;
  const work = annex.body.lines[line];
  if (!figures.lines[line]?.materials.some((each) => each.material === material))
    return flaw("origins", way[0], `dòng · line ${line + 1}`);
  const lost = way.find((index) => !proven.leaves.has(index));
  if (lost !== undefined) return flaw("origins", lost, "thiếu mục · missing");
  let held: Back = {
    on: "place",
    place: annex.body.project,
    contract: annex.body.package,
    products: [undefined, work?.recipe],
    materials: [material as Material],
    holder: undefined,
    source: undefined,
  };
  for (const [i, index] of way.entries()) {
    if (held === "end") return flaw("way", index, WORDS.end);
    held = i > 0 && !goesBack(proven, way[i - 1]!, index) ? not("order") : stepBack(proven, held as Held, index);
    if (typeof held === "object" && "not" in held) return flaw("way", index, held.not);
  }
  return held === "end" ? undefined : flaw("way", way.at(-1), WORDS.end);
}

/** Each step of a way rests on an earlier entry; only a receipt by typed code may have waited for its slip, and a slip that came embedded for its stock. */
function goesBack(proven: Proven, step: number, earlier: number): boolean {
  const receipt = said(proven, step, "load.receive") ?? said(proven, step, "load.correct");
  return (
    earlier < step ||
    (receipt && slipNamed(receipt).code !== undefined) ||
    proven.leaves.get(step)?.leaf.carried === true
  );
}

function stepBack(proven: WayReader, held: Held, index: number): Back {
  switch (held.on) {
    case "place":
      return intoPlace(proven, held, index);
    case "road":
      return underSlip(proven, held, index);
    case "book":
      return outOfBook(proven, held, index);
    case "ground":
      return outOfGround(proven, held, index);
  }
}

/** The act by which kilograms came to a place. */
function intoPlace(proven: WayReader, to: AtPlace, index: number): Back {
  if (to.source !== undefined && said(proven, index, "source.grant") && goesOver(proven, index, to.source))
    return outOfGround(proven, { on: "ground", source: index, materials: to.materials, mine: to.place }, index);
  const act = actAt(proven, index);
  switch (act?.kind) {
    case "load.receive":
    case "load.correct": {
      if (act.body.at !== to.place || (to.contract !== undefined && act.body.package !== to.contract))
        return not("place");
      const receiver = partyAt(proven, index);
      return receives(proven, act.body.at, act.body.package, index)
        ? { on: "road", receipt: act, receiver, to }
        : not("signer");
    }
    case "batch.process":
      return throughBatch(proven, to, act, index);
    case "package.transfer": {
      const { project, from, to: into, product, material } = act.body;
      if (project !== to.place || into !== to.contract) return not("place");
      if (!to.materials.includes(material) || !to.products.includes(product)) return not("material");
      return { ...to, contract: from, products: [product] };
    }
    case "project.release":
      return outOfProject(to, act);
    case "paper.attest": {
      const paper = said(proven, act.body.paper, "paper.lodge")?.body;
      if (!paper) return not("kind");
      const at = { at: paper.project, package: paper.package, material: paper.material, source: paper.source };
      return fromGround(proven, to, at, signedAs(proven, index, ROLE.authority));
    }
    case "foreign.attest":
      return fromGround(proven, to, act.body, signedAs(proven, index, ROLE.authority));
    case "opening.declare":
      return fromGround(proven, to, act.body, true);
    case "excavation.accept": {
      const project = chairsOf(proven, act.body.project, index);
      return fromGround(
        proven,
        to,
        { ...act.body, at: act.body.project },
        project !== undefined && actsFor(proven, proposalAt(proven, index), project.supervisor),
      );
    }
    default:
      return not("kind");
  }
}

/** Surplus that another project or a yard was given. */
function outOfProject(to: AtPlace, { body }: Said<"project.release">): Back {
  if (body.to !== to.place || (to.contract !== undefined && body.package !== to.contract)) return not("place");
  if (!to.materials.includes(body.material) || !to.products.includes(body.product)) return not("material");
  const from = { place: body.project, contract: body.from, products: [body.product], materials: [body.material] };
  return { on: "place", ...from, holder: undefined, source: undefined };
}

type Attested = {
  at: number;
  package?: number | undefined;
  material: Material;
  source: number;
  holder?: number | undefined;
};

/** Kilograms that no slip brought: their act names place, material and source itself. */
function fromGround(proven: Proven, to: AtPlace, act: Attested, rightfully: boolean): Back {
  if (act.at !== to.place || (to.contract !== undefined && act.package !== to.contract)) return not("place");
  if (!to.materials.includes(act.material) || !to.products.includes(undefined)) return not("material");
  if (to.source !== undefined && to.source !== act.source) return not("source");
  if (to.holder !== undefined && act.holder !== undefined && !sameHouse(proven, act.holder, to.holder))
    return not("holder");
  return rightfully ? { on: "ground", source: act.source, materials: [act.material] } : not("signer");
}

function throughBatch(proven: Proven, to: AtPlace, act: Said<"batch.process">, index: number): Back {
  const { site, inputs, outputs, product, holder } = act.body;
  const party = partyAt(proven, index);
  if (site !== to.place || to.contract !== undefined) return not("place");
  if (!keeps(proven, site, index)) return not("signer");
  if (to.holder !== undefined && !sameHouse(proven, holder ?? party, to.holder)) return not("holder");
  if (!to.products.includes(product)) return not("material");
  const given = inputs.map((each) => each.material);
  const made = outputs ? outputs.map((each) => each.material) : given;
  if (!to.materials.some((each) => made.includes(each))) return not("material");
  const materials = outputs ? given : to.materials.filter((each) => given.includes(each));
  return { ...to, products: [undefined], materials, holder: holder ?? party };
}

function underSlip(proven: WayReader, { receipt, receiver, to }: OnRoad, index: number): Back {
  const slip = said(proven, index, "slip.issue");
  if (!slip) return not("kind");
  if (!namesSlip(slipNamed(receipt), slip, index)) return not("slip");
  const { product, material, source, book, holder } = slip.body;
  const route = said(proven, slip.body.route, "route.set")?.body;
  const party = partyAt(proven, index);
  if (!route || !keeps(proven, route.from, index)) return not("signer");
  if (!to.products.includes(product)) return not("material");
  const materials = product === undefined ? to.materials.filter((each) => each === material) : to.materials;
  if (materials.length === 0 || (product !== undefined && !contains(proven, product, materials)))
    return not("material");
  const owner = holder ?? party;
  const received = receipt.body.holder ?? (receipt.body.at === route.from ? owner : receiver);
  if (to.holder !== undefined && to.source === undefined && !sameHouse(proven, received, to.holder))
    return not("holder");
  if (to.source !== undefined && to.source !== source) return not("source");
  const atMine = source !== undefined;
  const from: AtPlace = {
    on: "place",
    place: route.from,
    contract: undefined,
    products: [product],
    materials,
    holder: atMine ? undefined : owner,
    source,
  };
  if (book === undefined) return from;
  return { on: "book", slip, from, ruled: proven.ruled.has(index) };
}

function outOfBook(proven: WayReader, { slip, from, ruled }: InBook, index: number): Back {
  const granted = said(proven, index, "book.grant")?.body;
  if (!granted && ruled) return intoPlace(proven, from, index);
  const [book, serial] = slip.body.book ?? [];
  if (!granted || book !== index || serial === undefined) return not("book");
  const fits =
    equal(granted.kid, slip.kid) &&
    granted.source === from.source &&
    granted.site === from.place &&
    from.materials.includes(granted.material) &&
    serial >= 1 &&
    serial <= granted.serials;
  return fits ? from : not("book");
}

function outOfGround(proven: WayReader, { source, materials, mine }: InGround, index: number): Back {
  const granted = said(proven, index, "source.grant");
  if (!granted || index !== source) return not("source");
  // The terms may have been amended; every amendment of a source on a way is in the bundle.
  const terms: SourceTerms[] = [granted.body, ...(proven.amended.get(source) ?? [])];
  if (!terms.some((each) => each.materials?.some((one) => materials.includes(one)))) return not("material");
  return mine === undefined || terms.some((each) => each.sites?.includes(mine)) ? "end" : not("place");
}

function contains(proven: Proven, product: number, materials: readonly Material[]): boolean {
  const recipe = said(proven, product, "recipe.set")?.body;
  return recipe?.lines.some((each) => materials.includes(each.material)) ?? false;
}
