// The figures behind a result's paper as tables to reckon with: work lines, kilograms by material, each load from the project back to its
// source, and the slips that do not agree. All are of the book that the result found.

import type { BookCell, BookColumn, BookSheet } from "../../paper/workbook.ts";
import { type OriginStep, originOf } from "../../rules/origins/origin.ts";
import type { View } from "../../store/view.ts";
import { contradictionText, entriesOf, type ShownContradiction } from "./contradiction-view.ts";
import { type Dossier, readAsDecided } from "./dossier.ts";
import { materialName } from "./figures-view.ts";
import type { ResultPaper } from "./letter.ts";
import { placeNames } from "./names-of.ts";

export async function noticeSheets(view: View, { dossier, contradictions }: ResultPaper): Promise<BookSheet[]> {
  const lines = dossier.lines.length === 0 ? [advanceSheet(dossier)] : [linesSheet(dossier)];
  if (dossier.lines.every(({ figure }) => figure.materials.length === 0)) return lines;
  const contradicted = contradictions.length > 0 ? [contradictedSheet(contradictions)] : [];
  return [...lines, materialsSheet(dossier), await loadsSheet(view, dossier), ...contradicted];
}

const text = (head: string, width: number): BookColumn => ({ head, kind: "text", width });
const whole = (head: string, width = 16): BookColumn => ({ head, kind: "whole", width });
const milli = (head: string, width = 14): BookColumn => ({ head, kind: "milli", width });

function advanceSheet({ result }: Dossier): BookSheet {
  const { claimedDong, acceptedDong } = result.figures;
  return {
    name: "Số tiền",
    columns: [whole("Số tiền đề nghị (đồng)", 24), whole("Số tiền được chấp nhận theo sổ (đồng)", 36)],
    rows: [[claimedDong, acceptedDong]],
  };
}

function linesSheet({ lines, result }: Dossier): BookSheet {
  const { claimedDong, acceptedDong } = result.figures;
  return {
    name: "Hạng mục",
    columns: [
      whole("STT", 6),
      text("Mã hiệu", 14),
      text("Hạng mục", 48),
      text("Đơn vị tính", 10),
      milli("Khối lượng đề nghị"),
      whole("Đơn giá (đồng)"),
      whole("Số tiền đề nghị (đồng)", 20),
      milli("Khối lượng đủ căn cứ"),
      whole("Số tiền đủ căn cứ (đồng)", 20),
      milli("Khối lượng chưa đủ căn cứ"),
      whole("Số tiền chưa đủ căn cứ (đồng)", 20),
    ],
    rows: lines.map(({ n, line, figure }) => [
      n,
      line.code,
      line.name,
      line.unit,
      line.quantityMilli,
      line.unitPriceDong,
      line.valueDong,
      figure.acceptedMilli,
      figure.acceptedDong,
      line.quantityMilli - figure.acceptedMilli,
      line.valueDong - figure.acceptedDong,
    ]),
    total: [
      ...[undefined, undefined, "Cộng", undefined, undefined, undefined, claimedDong],
      ...[undefined, acceptedDong, undefined, claimedDong - acceptedDong],
    ],
  };
}

function materialsSheet({ lines }: Dossier): BookSheet {
  return {
    name: "Vật liệu",
    columns: [
      whole("Hạng mục số", 10),
      text("Vật liệu", 20),
      whole("Cần (kg)"),
      whole("Ghi trong sổ (kg)"),
      whole("Giấy tờ (kg)"),
      whole("Chuyển tiếp (kg)"),
      whole("Được miễn (kg)"),
      whole("Chưa đủ (kg)"),
      whole("Mâu thuẫn (kg)"),
    ],
    rows: lines.flatMap(({ n, figure }) =>
      figure.materials.map((each) => [
        n,
        materialName(each.material, "vi", true),
        each.demandKg,
        each.ledgerKg,
        each.paperKg,
        each.transitionalKg,
        each.exemptKg,
        each.insufficientKg,
        each.contradictedKg,
      ]),
    ),
  };
}

/** The kilograms that came one way from a source to the project; the first step is the nearest to the project. */
type Way = {
  readonly n: number;
  readonly material: string;
  readonly sure: boolean;
  readonly steps: readonly OriginStep[];
};

async function loadsSheet(view: View, dossier: Dossier): Promise<BookSheet> {
  const ways = await readAsDecided(view, dossier, (book) =>
    dossier.result.lines.flatMap(({ draws }, i) =>
      draws.flatMap(({ material, contested, clean }) => {
        const way =
          (sure: boolean) =>
          (steps: readonly OriginStep[]): Way => ({
            n: i + 1,
            material: materialName(material, "vi", true),
            sure,
            steps,
          });
        return [...waysOf(originOf(book, contested)).map(way(false)), ...waysOf(originOf(book, clean)).map(way(true))];
      }),
    ),
  );
  const slips = ways.flatMap(({ steps }) => steps.flatMap((step) => (step.what === "slip" ? [step.slip.from] : [])));
  const names = await placeNames(view, slips);
  return {
    name: "Chuyến hàng",
    columns: [
      whole("Hạng mục số", 10),
      text("Vật liệu", 18),
      text("Phiếu đến công trình", 18),
      text("Nơi xuất", 32),
      { head: "Xuất lúc", kind: "moment", width: 18 },
      { head: "Nhận lúc", kind: "moment", width: 18 },
      whole("Cả chuyến (kg)"),
      whole("Tính cho hạng mục (kg)"),
      text("Phiếu từ nguồn", 18),
      text("Nơi xuất từ nguồn", 32),
      text("Giấy phép, giấy xác nhận", 24),
      { head: "Hiệu lực đến", kind: "day", width: 14 },
      text("Tình trạng chứng cứ", 18),
      whole("Mục sổ", 10),
    ],
    rows: ways.map((way) => wayRow(way, names)),
  };
}

/** Every way down a tree; a way's kilograms are those of its last step. */
function waysOf(steps: readonly OriginStep[]): OriginStep[][] {
  return steps.flatMap((step) =>
    step.from.length === 0 ? [[step]] : waysOf(step.from).map((further) => [step, ...further]),
  );
}

function wayRow({ n, material, sure, steps }: Way, names: ReadonlyMap<number, string>): BookCell[] {
  const slips = steps.flatMap((step) => (step.what === "slip" ? [step] : []));
  const [near, far] = [slips[0], slips.at(-1)];
  const end = steps.at(-1)!;
  const source = end.what === "source" ? end.source : undefined;
  const received = near?.state.finalS;
  return [
    n,
    material,
    near?.slip.code,
    near && names.get(near.slip.from),
    near && near.slip.eventS * 1000,
    received === null || received === undefined ? undefined : received * 1000,
    near?.slip.massKg,
    end.kg,
    far?.slip.code,
    far && names.get(far.slip.from),
    source?.number,
    source?.until ?? undefined,
    sure ? "Đủ căn cứ" : "Có mâu thuẫn",
    steps[0]!.leaf,
  ];
}

function contradictedSheet(contradictions: readonly ShownContradiction[]): BookSheet {
  return {
    name: "Số liệu không khớp",
    columns: [
      text("Phiếu", 18),
      text("Vật liệu", 18),
      whole("Khối lượng (kg)"),
      text("Nội dung không khớp", 90),
      text("Mục sổ", 24),
    ],
    rows: contradictions.map((of) => [
      of.what === "slip" ? of.fact.code : undefined,
      materialName(of.material, "vi", true),
      of.kg,
      contradictionText(of, "vi"),
      entriesOf(of).join(", "),
    ]),
  };
}
