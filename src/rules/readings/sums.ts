// The kilograms of the ways in a court bundle: no entry bears more than it states, and they add up to the figures.
import type { ClaimFigures } from "../../format/bodies/payment.ts";
import { type Flaw, flaw, type Origin } from "../../format/bundle.ts";
import { GRADE, type Grade, type Material } from "../../format/codes.ts";
import type { Entry } from "../../format/entry.ts";
import type { KindName } from "../../format/kinds.ts";
import type { Proven } from "../../format/prove-bundle.ts";
import { ratioCeil } from "../numbers/convert.ts";
import { type Said, said } from "./acting.ts";
import { actAt } from "./said.ts";

type Annex = Said<"annex.propose">;

/** Adds a way's kilograms to what each of its entries bears: none bears more than it states. */
export function bear(proven: Proven, borne: Map<string, number>, { way, kg, material }: Origin): Flaw | undefined {
  for (const [i, index] of way.entries()) {
    const act = actAt(proven, index);
    if (!act) continue;
    // The minerals of a mixed product are a share of its slip, whatever the receiver weighed with the rest of it.
    const mixed =
      (act.kind === "load.receive" || act.kind === "load.correct") &&
      said(proven, way[i + 1] ?? -1, "slip.issue")?.body.product !== undefined;
    const most = mixed ? undefined : mostOf(act, material as Material);
    // Of a batch that mixes, each material is counted by itself.
    const key = act.kind === "batch.process" && !act.body.outputs ? `${index}/${material}` : `${index}`;
    const sum = (borne.get(key) ?? 0) + kg;
    borne.set(key, sum);
    if (most !== undefined && sum > most) return flaw("kilograms", index, `${sum} kg > ${most} kg`);
  }
  return undefined;
}

/** The most kilograms of a material that an entry states; undefined where it states none. */
function mostOf(act: Entry, material: Material): number | undefined {
  switch (act.kind) {
    case "load.receive":
    case "load.correct":
    case "project.release":
    case "slip.issue":
    case "book.grant":
    case "package.transfer":
    case "paper.attest":
    case "foreign.attest":
    case "opening.declare":
    case "excavation.accept":
      return act.body.massKg;
    case "batch.process":
      return act.body.outputs
        ? act.body.outputs.reduce((kg, each) => kg + each.massKg, 0)
        : act.body.inputs.find((each) => each.material === material)?.massKg;
    default:
      return undefined;
  }
}

const GRADES: Partial<Record<KindName, Grade>> = {
  "paper.attest": GRADE.paper,
  "foreign.attest": GRADE.paper,
  "opening.declare": GRADE.transitional,
};

export function gradeOf(proven: Proven, { way }: Origin): Grade {
  const before = way.at(-2);
  const act = before === undefined ? undefined : actAt(proven, before);
  return (act && GRADES[act.kind]) ?? GRADE.ledger;
}

/** The kilograms of the ways add up to the figures, line by line and grade by grade. */
export function checkSums(
  annex: Annex,
  figures: ClaimFigures,
  origins: readonly Origin[],
  grade: (of: Origin) => Grade,
): Flaw | undefined {
  const sums = new Map<string, number>();
  for (const each of origins) {
    const kinds = each.contested === undefined ? ["clean", `grade${grade(each)}`] : ["contested"];
    for (const kind of kinds) {
      const key = `${each.line}/${each.material}/${kind}`;
      sums.set(key, (sums.get(key) ?? 0) + each.kg);
    }
  }
  for (const [i, line] of figures.lines.entries()) {
    const { quantityMilli } = annex.body.lines[i]!;
    for (const each of line.materials) {
      const sum = (kind: string) => sums.get(`${i}/${each.material}/${kind}`) ?? 0;
      const evidenced = each.ledgerKg + each.paperKg + each.transitionalKg;
      const spent = Math.min(evidenced, ratioCeil([each.demandKg, line.acceptedMilli], [quantityMilli]));
      const clean = each.exemptKg > 0 ? 0 : spent;
      const graded =
        sum(`grade${GRADE.ledger}`) <= each.ledgerKg &&
        sum(`grade${GRADE.paper}`) <= each.paperKg &&
        sum(`grade${GRADE.transitional}`) <= each.transitionalKg;
      if (sum("clean") !== clean || sum("contested") !== each.contradictedKg || !graded) {
        const found = `${sum("clean")} ≠ ${clean}, ${sum("contested")} ≠ ${each.contradictedKg}`;
        return flaw("origins", undefined, `dòng · line ${i + 1}: ${graded ? found : "phân loại · grade"}`);
      }
    }
  }
  return undefined;
}
