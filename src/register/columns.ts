// The columns of the two tables of a provincial register, by the names the province gives them. Reading finds them by
// name wherever they are, so that a table may have more columns or another order but never a silently missing one.

/** Columns that the licence table must have. */
export const LICENCE_COLUMNS = [
  "Ten_don_vi",
  "Ten_mo_xa",
  "Loai_KS",
  "So_GP",
  "Ngay_cap",
  "Ngay_het_han",
  "Dien_tich_ha",
  "Co_quan_cap",
  "CS_m3",
  "CS_tan",
  "Hien_trang",
  "TL_KT_m3",
  "TL_KT_tan",
  "TL_phep_m3",
  "TL_phep_tan",
] as const;

/** Obligation columns, each with its code in the ledger's list of obligations; a cell "a" means shown. */
export const OBLIGATION_COLUMNS = {
  Nop_TKM: 1,
  TB_GDDH_mo: 2,
  Ban_giao_moc: 3,
  Tram_can: 4,
  Camera: 5,
  Ky_quy_PHMT: 6,
  QD_thue_dat: 7,
  GP_KT_nuoc: 8,
  GPMT: 9,
  GP_VLN: 10,
} as const;
export type ObligationColumn = keyof typeof OBLIGATION_COLUMNS;

/** Columns that the obligations table must have. */
export const OBLIGATIONS_TABLE_COLUMNS = [
  "Ten_don_vi",
  "Ten_mo_xa",
  "So_GP",
  "Ngay_cap",
  ...(Object.keys(OBLIGATION_COLUMNS) as ObligationColumn[]),
] as const;

/** Columns that either table may have and that are used if present. */
export const OPTIONAL_COLUMNS = [
  "TT",
  "Huyen_cu",
  "Loai_KS",
  "Ngay_het_han",
  "Dien_tich_ha",
  "Ghi_chu",
  "CS_m3",
  "CS_tan",
  "Hien_trang",
  "Muc_sau_KT",
  "Vung",
] as const;

export type Column =
  | (typeof LICENCE_COLUMNS)[number]
  | (typeof OBLIGATIONS_TABLE_COLUMNS)[number]
  | (typeof OPTIONAL_COLUMNS)[number];

/** Which of the two tables a file is. */
export type TableKind = "licences" | "obligations";

/** The columns a table of this kind cannot do without. */
export function requiredColumns(kind: TableKind): readonly Column[] {
  return kind === "licences" ? LICENCE_COLUMNS : OBLIGATIONS_TABLE_COLUMNS;
}

/** A header cell for comparing: "Số GP", "so_gp" and "So GP" are one column name. */
export function columnKey(header: string): string {
  return header
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/đ/g, "d")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
}
