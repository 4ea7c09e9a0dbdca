// Densities by which a licence's cubic metres become the book's kilograms when a register is imported. A province sets its own with
// --factors; until it has, low values are used instead, each an entry of its own that says so: a limit too low is asked about by its holder,
// a limit too high by nobody.
import { z } from "zod";
import { readJsonFile } from "../../disk/json-file.ts";
import { FACTOR_USE, MATERIAL, MATERIALS, type Material } from "../../format/codes.ts";
import { type Body, KINDS } from "../../format/kinds.ts";
import { Misshapen } from "../../format/shape.ts";
import { CommandError } from "../../words/command-error.ts";

export type Factor = Body<"factor.set">;

const LABEL = "tạm tính khi nhập sổ giấy phép";
const DOCUMENT =
  "Giá trị tạm tính thấp khi nhập sổ giấy phép, chưa phải số liệu thăm dò; thay bằng hệ số của tỉnh hoặc báo cáo thăm dò của từng mỏ";

/** kg in one cubic metre in place, at the low end of what exploration reports state for each mineral. */
const LOW_KG_M3: Partial<Record<Material, number>> = {
  [MATERIAL.sand]: 1450,
  [MATERIAL.gravel]: 1600,
  [MATERIAL.blastedRock]: 2600,
  [MATERIAL.fill]: 1600,
  [MATERIAL.clay]: 1600,
};

/** The substitute factors, from the day of the import on (yyyymmdd). */
export function standInFactors(today: number): Factor[] {
  return Object.entries(LOW_KG_M3).map(([material, density]) => ({
    material: Number(material) as Material,
    use: FACTOR_USE.inPlace,
    numerator: density,
    denominator: 1,
    document: DOCUMENT,
    from: today,
    label: LABEL,
  }));
}

/** A province's own factors from a JSON file: a list of factor.set bodies for cubic metres in place. */
export function readFactors(file: string): Factor[] {
  const parsed = z
    .array(z.looseObject({ use: z.literal(2) }))
    .min(1)
    .safeParse(readJsonFile(file));
  if (!parsed.success) {
    throw new CommandError(
      `Tệp ${file} phải là danh sách hệ số có “use”: 2 (kg/m³ nguyên khối).`,
      `${file} must be a list of factors with “use”: 2 (kg per m³ in place).`,
      "bad-body",
    );
  }
  try {
    for (const [i, factor] of parsed.data.entries())
      KINDS["factor.set"].body.write(factor as unknown as Factor, `[${i}]`);
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    throw new CommandError(`Hệ số sai: ${error.message}`, `A factor is wrong: ${error.message}`, "bad-body");
  }
  return parsed.data as unknown as Factor[];
}

/** The factor of a licence for several minerals: the lightest of them, since a limit must not come out too high. */
export function lightest(factors: readonly Factor[], materials: readonly Material[]): Factor | undefined {
  const fitting = materials.map((material) => factors.find((each) => each.material === material));
  if (fitting.some((factor) => factor === undefined)) return undefined;
  return fitting
    .filter((factor) => factor !== undefined)
    .sort((a, b) => a.numerator * b.denominator - b.numerator * a.denominator)[0];
}

/** "1 m³ nguyên khối cát = 1450 kg": how a source's note tells its conversion. */
export function factorText(factor: Factor): string {
  const density = factor.denominator === 1 ? String(factor.numerator) : `${factor.numerator}/${factor.denominator}`;
  return `1 m³ nguyên khối ${MATERIALS[factor.material].vi} = ${density} kg (${factor.label ?? factor.document})`;
}
