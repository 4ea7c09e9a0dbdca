// The limits that a licence puts on its mine: capacity a year and reserves, in cubic metres, tonnes or both. They become
// counters in the book, so what is absent or contradictory is asked about and never filled in.
import type { Column } from "./columns.ts";
import type { DecimalMark } from "./decimal.ts";
import type { Identified } from "./identity.ts";
import { type Reason, reasonWith } from "./reasons.ts";
import { type Heading, type Quantity, readQuantity, type Stated } from "./terms.ts";

type Head = Heading & { readonly column: Column };
type Heads = { readonly m3: Head; readonly t: Head };
const CAPACITY: Heads = {
  m3: { column: "CS_m3", vi: "công suất, m³/năm", en: "capacity, m³ a year" },
  t: { column: "CS_tan", vi: "công suất, tấn/năm", en: "capacity, tonnes a year" },
};
const EXTRACTABLE: Heads = {
  m3: { column: "TL_KT_m3", vi: "trữ lượng khai thác, m³", en: "extractable reserve, m³" },
  t: { column: "TL_KT_tan", vi: "trữ lượng khai thác, tấn", en: "extractable reserve, tonnes" },
};
const LICENSED: Heads = {
  m3: { column: "TL_phep_m3", vi: "trữ lượng trong phép, m³", en: "licensed reserve, m³" },
  t: { column: "TL_phep_tan", vi: "trữ lượng trong phép, tấn", en: "licensed reserve, tonnes" },
};

/** Capacity and reserves of one row with their doubts. */
export type Amounts = {
  readonly capacityPerYear: Quantity;
  readonly capacityBinding?: Stated;
  readonly reserveExtractable: Quantity;
  readonly reserveLicensed: Quantity;
  readonly reserveBinding?: Stated;
  readonly questions: readonly Reason[];
  readonly notes: readonly Reason[];
};

// The book counts kilograms: tonnes need no density, so where both units are stated the tonnes bind.
function binding(quantity: Quantity, preferred: Stated["unit"] = "t"): Stated | undefined {
  const other = preferred === "t" ? "m3" : "t";
  for (const unit of [preferred, other] as const) {
    const amount = quantity[unit];
    if (amount !== undefined) return { unit, amount };
  }
  return undefined;
}

function capacityQuestion(capacity: Quantity, given: boolean): Reason | undefined {
  if (capacity.m3 !== undefined && capacity.t !== undefined) {
    return reasonWith(
      "capacity_both",
      `Công suất ghi cả ${capacity.m3} m³ (CS_m3) và ${capacity.t} tấn (CS_tan): giữ cả hai, áp dụng mức tấn vì sổ tính bằng khối lượng. Xác nhận đơn vị theo giấy phép.`,
      `Capacity stands as ${capacity.m3} m³ (CS_m3) and as ${capacity.t} tonnes (CS_tan): both are kept, the tonnes bind because the book counts mass. Confirm the licence's unit.`,
    );
  }
  if (given) return undefined;
  return reasonWith(
    "capacity_missing",
    "Cột CS_m3 và CS_tan (công suất) đều trống; ghi công suất năm theo giấy phép.",
    "Columns CS_m3 and CS_tan (capacity) are both empty; state the yearly capacity as in the licence.",
  );
}

const UNITS = [
  ["m3", "m³", "m³"],
  ["t", "tấn", "tonnes"],
] as const;

function reserveContradictions(capacity: Quantity, extractable: Quantity, licensed: Quantity): Reason[] {
  const found: Reason[] = [];
  const add = (vi: string, en: string): void => {
    found.push(reasonWith("reserve_contradicts", vi, en));
  };
  for (const [unit, vi, en] of UNITS) {
    const [taken, inside, yearly] = [extractable[unit], licensed[unit], capacity[unit]];
    if (taken !== undefined && inside !== undefined && taken > inside) {
      add(
        `Trữ lượng khai thác ${taken} ${vi} lớn hơn trữ lượng trong phép ${inside} ${vi}; kiểm tra cột TL_KT và TL_phep.`,
        `The extractable reserve ${taken} ${en} exceeds the licensed reserve ${inside} ${en}; check columns TL_KT and TL_phep.`,
      );
    }
    const reserve = taken ?? inside;
    if (reserve !== undefined && yearly !== undefined && yearly > reserve) {
      add(
        `Công suất năm ${yearly} ${vi} lớn hơn cả trữ lượng ${reserve} ${vi}; kiểm tra hai số.`,
        `The yearly capacity ${yearly} ${en} exceeds the whole reserve ${reserve} ${en}; check both figures.`,
      );
    }
  }
  const reserves: Quantity = { ...licensed, ...extractable };
  const comparable = UNITS.some(([unit]) => capacity[unit] !== undefined && reserves[unit] !== undefined);
  if (binding(capacity) !== undefined && binding(reserves) !== undefined && !comparable) {
    const [cap, res] = capacity.m3 === undefined ? ["tấn", "m³"] : ["m³", "tấn"];
    const [capEn, resEn] = capacity.m3 === undefined ? ["tonnes", "m³"] : ["m³", "tonnes"];
    add(
      `Công suất ghi theo ${cap} (CS) còn trữ lượng ghi theo ${res} (TL), không so sánh được; kiểm tra số có nằm đúng cột không.`,
      `Capacity is in ${capEn} (CS) and the reserve in ${resEn} (TL), which cannot be compared; check that each figure stands in its column.`,
    );
  }
  return found;
}

/** Reads the six quantity cells of a row. Zero, prose and figures beyond 2^53 - 1 are questions, not values. */
export function readAmounts(source: Identified, mark: DecimalMark | undefined): Amounts {
  const read = (heads: Heads, code: "capacity_odd" | "reserve_odd") =>
    readQuantity({ m3: source.cell(heads.m3.column), t: source.cell(heads.t.column) }, heads, code, mark);
  const capacity = read(CAPACITY, "capacity_odd");
  const extractable = read(EXTRACTABLE, "reserve_odd");
  const licensed = read(LICENSED, "reserve_odd");
  const capacityBinding = binding(capacity.value);
  const asked = capacityQuestion(capacity.value, capacity.given);
  const reserves = [extractable.value, licensed.value].find((quantity) => binding(quantity) !== undefined) ?? {};
  const reserveBinding = binding(reserves, capacityBinding?.unit);
  const questions = [...capacity.questions, ...(asked === undefined ? [] : [asked])];
  questions.push(...extractable.questions, ...licensed.questions);
  if (!extractable.given && !licensed.given) {
    questions.push(
      reasonWith(
        "reserve_missing",
        "Cột TL_KT và TL_phep (trữ lượng) đều trống; ghi trữ lượng theo giấy phép.",
        "Columns TL_KT and TL_phep (reserve) are empty; state the reserve as in the licence.",
      ),
    );
  }
  questions.push(...reserveContradictions(capacity.value, extractable.value, licensed.value));
  return {
    capacityPerYear: capacity.value,
    ...(capacityBinding === undefined ? {} : { capacityBinding }),
    reserveExtractable: extractable.value,
    reserveLicensed: licensed.value,
    ...(reserveBinding === undefined ? {} : { reserveBinding }),
    questions,
    notes: [...capacity.notes, ...extractable.notes, ...licensed.notes],
  };
}
