// Comparison of the rows of one licence table: repeats, numbers that return, predecessors still listed, mines and
// holders that may be the same. Nothing here joins two rows; a row is only refused when it repeats another one word for
// word, since granting it twice would double the licence's limits.
import { LICENCE_COLUMNS } from "./columns.ts";
import { looseHolderKey, tidy } from "./compared-names.ts";
import { readDate } from "./decimal.ts";
import type { Identified } from "./identity.ts";
import { quoted, type Reason, reasonWith } from "./reasons.ts";

const LISTED = 5;

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

/** Rows that repeat an earlier one: same holder, mine, number and day by their keys, all other licence cells alike. Maps the later row to the first. */
export function repeatedRows(sources: readonly Identified[]): Map<number, number> {
  const firsts = new Map<string, number>();
  const repeats = new Map<number, number>();
  for (const source of sources) {
    if (source.shape !== "whole" && source.shape !== "short") continue;
    const rest = LICENCE_COLUMNS.filter((column) => !["Ten_don_vi", "Ten_mo_xa", "So_GP"].includes(column));
    const cells = rest.map((column) => tidy(source.cell(column)).toLowerCase());
    const key = [source.holderKey, source.mineKey, source.number.first, ...cells].join("\n");
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, source.row);
    else repeats.set(source.row, first);
  }
  return repeats;
}

function others(group: readonly Identified[], than: Identified): Identified[] {
  // A slice first: a hostile table may give ten thousand rows one number, and each asks for its neighbours.
  return group
    .slice(0, LISTED + 1)
    .filter((other) => other.row !== than.row)
    .slice(0, LISTED);
}

function listed(rows: readonly Identified[], total: number): string {
  const list = rows.map((other) => other.row).join(", ");
  return total > rows.length ? `${list}, …` : list;
}

type Questions = Map<number, Reason[]>;

function add(into: Questions, row: number, asked: Reason): void {
  const list = into.get(row);
  if (list === undefined) into.set(row, [asked]);
  else list.push(asked);
}

function repeatedNumbers(all: readonly Identified[], into: Questions): void {
  for (const group of grouped(all, ({ number }) => number.first).values()) {
    if (group.length < 2 || group[0]?.number.first === "") continue;
    for (const source of group) {
      const twins = others(group, source);
      const [vi, en] = twins[0] === undefined ? ["", ""] : [quoted(twins[0].mine), quoted(twins[0].cell("Loai_KS"))];
      add(
        into,
        source.row,
        reasonWith(
          "number_repeated",
          `Số giấy phép ${source.number.first} cũng có ở dòng ${listed(twins, group.length - 1)} (mỏ ${vi}, ${en}); giữ thành nguồn riêng, kiểm tra số và ngày cấp.`,
          `Licence number ${source.number.first} also stands on row ${listed(twins, group.length - 1)} (mine ${vi}, ${en}); kept as separate sources, check number and day.`,
        ),
      );
    }
  }
}

function predecessors(all: readonly Identified[], into: Questions): void {
  const byNumber = grouped(all, ({ number }) => number.first);
  const byDay = grouped(all, ({ number, grantedOn }) => `${number.first}\n${grantedOn ?? ""}`);
  for (const source of all) {
    for (const { number, dated } of source.number.others) {
      const day = dated === undefined ? undefined : readDate(dated);
      const rows =
        day?.kind === "day"
          ? [...(byDay.get(`${number}\n${day.day}`) ?? []).slice(0, 2), ...(byDay.get(`${number}\n`) ?? []).slice(0, 2)]
          : (byNumber.get(number) ?? []).slice(0, 2);
      const found = rows.find(({ row }) => row !== source.row);
      if (found === undefined) continue;
      add(
        into,
        source.row,
        reasonWith(
          "predecessor_listed",
          `Cột So_GP nhắc tới ${number}, số này là của dòng ${found.row}; nếu đã được thay thế thì bỏ dòng kia để không tính hai lần.`,
          `Column So_GP mentions ${number}, which is row ${found.row}'s own number; if it was replaced, drop that row lest it count twice.`,
        ),
      );
    }
  }
}

// Two mines never have the same reserve to the last cubic metre; round figures may.
function repeatedReserves(inScope: readonly Identified[], into: Questions): void {
  const columns = ["TL_KT_m3", "TL_KT_tan", "TL_phep_m3", "TL_phep_tan"] as const;
  const reserve = (source: Identified): string => columns.map((column) => tidy(source.cell(column))).join("|");
  const exact = inScope.filter(
    (source) => /[1-9]\d*[1-9]\d{0,2}(?!\d)/.test(reserve(source)) && /\d{5}/.test(reserve(source)),
  );
  for (const group of grouped(exact, reserve).values()) {
    if (group.length < 2) continue;
    for (const source of group) {
      const rows = listed(others(group, source), group.length - 1);
      add(
        into,
        source.row,
        reasonWith(
          "reserve_repeated",
          `Trữ lượng (cột TL_KT, TL_phep) giống hệt dòng ${rows}; kiểm tra có chép nhầm dòng không.`,
          `The reserve (columns TL_KT, TL_phep) is exactly that of row ${rows}; check whether a row was copied by mistake.`,
        ),
      );
    }
  }
}

/** The first rows of other holders, at most five, without walking all of a hostile table for each row. */
function strangersTo(source: Identified, holders: ReadonlyMap<string, readonly Identified[]>): Identified[] {
  const strangers: Identified[] = [];
  for (const [key, rows] of holders) {
    if (key !== source.holderKey) strangers.push(...rows.slice(0, LISTED));
    if (strangers.length >= LISTED) break;
  }
  return strangers.slice(0, LISTED);
}

function sameMines(inScope: readonly Identified[], into: Questions): void {
  for (const group of grouped(inScope, ({ mineKey }) => mineKey).values()) {
    const holders = grouped(group, ({ holderKey }) => holderKey);
    if (holders.size < 2) continue;
    for (const source of group) {
      const strangers = strangersTo(source, holders);
      const rows = listed(strangers, strangers.length);
      add(
        into,
        source.row,
        reasonWith(
          "same_mine_name",
          `Tên mỏ ${quoted(source.mine)} cũng có ở dòng ${rows} của đơn vị khác; giữ thành hai mỏ riêng, kiểm tra ranh giới theo tọa độ.`,
          `The mine ${quoted(source.mine)} also stands on row ${rows} under another holder; kept as separate mines, check the corner coordinates.`,
        ),
      );
    }
  }
}

function sameHolders(inScope: readonly Identified[], into: Questions): void {
  for (const group of grouped(inScope, ({ holder }) => looseHolderKey(holder)).values()) {
    const spellings = grouped(group, ({ holderKey }) => holderKey);
    if (spellings.size < 2) continue;
    for (const source of group) {
      const [stranger] = strangersTo(source, spellings);
      if (stranger === undefined) continue;
      add(
        into,
        source.row,
        reasonWith(
          "holder_maybe_same",
          `Đơn vị ${quoted(source.holder)} có thể là một với ${quoted(stranger.holder)} ở dòng ${stranger.row}; đang giữ thành hai, xác nhận bằng mã số thuế.`,
          `The holder ${quoted(source.holder)} may be the same as ${quoted(stranger.holder)} on row ${stranger.row}; kept as two, confirm by tax code.`,
        ),
      );
    }
  }
}

/**
 * Questions by row number that come from comparing rows: numbers are compared over the whole table (an iron mine's number
 * on a sand pit's row matters), mines and holders among the rows in scope.
 */
export function crosscheck(
  all: readonly Identified[],
  inScope: ReadonlySet<number>,
): ReadonlyMap<number, readonly Reason[]> {
  const into: Questions = new Map();
  const kept = all.filter((source) => inScope.has(source.row));
  repeatedNumbers(all, into);
  predecessors(all, into);
  repeatedReserves(kept, into);
  sameMines(kept, into);
  sameHolders(kept, into);
  return into;
}
