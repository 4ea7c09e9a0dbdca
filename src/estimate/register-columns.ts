// The columns of sheets that register something, with the words of their headings and of their codes: what offices write above a column and
// in its cells. Reading them is in register-table.ts.
import { ROLE, ROLES, SITE_TYPE, SITE_TYPES, VEHICLE_CLASS, VEHICLE_CLASSES } from "../format/codes.ts";
import type { Words } from "../words/lang.ts";

/** How the cells of a column are read. */
type Reads = "line" | "tax-code" | "one-code" | "codes" | "mass" | "day" | "degree";
type CodeWords = Readonly<Record<number, Words>>;
/** Other words of a code, folded as `bare` folds them. */
type OtherWords = Readonly<Record<string, number>>;
export type RegisterColumn = Words & {
  readonly headings: readonly string[];
  readonly reads: Reads;
  readonly needed?: true;
  readonly codes?: CodeWords;
  readonly others?: OtherWords;
};

const NAME_OF_PARTY = [
  "ten don vi",
  "don vi",
  "ten to chuc",
  "ten doanh nghiep",
  "ten cong ty",
  "ten chu mo",
  "name",
  "party",
];
const COMMUNE: RegisterColumn = {
  ...{ vi: "Xã, phường", en: "Commune", reads: "line" },
  headings: ["xa, phuong", "xa phuong", "xa", "phuong", "ten xa", "dia ban", "commune"],
};
export type RegisterColumns = Readonly<Record<string, RegisterColumn>>;

const ROLE_WORDS: OtherWords = {
  MO: ROLE.mineOperator,
  CHUMO: ROLE.mineOperator,
  KHAITHAC: ROLE.mineOperator,
  DONVIKHAITHAC: ROLE.mineOperator,
  MINE: ROLE.mineOperator,
  BENBAI: ROLE.keeper,
  CHUBENBAI: ROLE.keeper,
  CUAHANG: ROLE.keeper,
  CUAHANGVATLIEU: ROLE.keeper,
  YARD: ROLE.keeper,
  TRAMNGHIEN: ROLE.plantOperator,
  TRAMTRON: ROLE.plantOperator,
  PLANT: ROLE.plantOperator,
  OWNER: ROLE.projectOwner,
  BANQUANLYDUAN: ROLE.projectOwner,
  NHATHAU: ROLE.contractor,
  THICONG: ROLE.contractor,
  TUVAN: ROLE.supervisor,
  GIAMSAT: ROLE.supervisor,
  VANTAI: ROLE.carrier,
  NHAXE: ROLE.carrier,
  CHUXE: ROLE.carrier,
};
const TYPE_WORDS: OtherWords = {
  BAI: SITE_TYPE.yard,
  BEN: SITE_TYPE.yard,
  BAIVATLIEU: SITE_TYPE.yard,
  TRAMTRONBETONG: SITE_TYPE.concretePlant,
  TRAMTRONBETONGXIMANG: SITE_TYPE.concretePlant,
  TRAMTRONNHUA: SITE_TYPE.asphaltPlant,
  CUAHANG: SITE_TYPE.shop,
  TRAMKIEMSOAT: SITE_TYPE.checkpoint,
  CHOTKIEMSOAT: SITE_TYPE.checkpoint,
};
const CLASS_WORDS: OtherWords = {
  "2TRUC": VEHICLE_CLASS.twoAxleTruck,
  XE2TRUC: VEHICLE_CLASS.twoAxleTruck,
  "3TRUC": VEHICLE_CLASS.heavyTruck,
  "4TRUC": VEHICLE_CLASS.heavyTruck,
  XE3TRUC: VEHICLE_CLASS.heavyTruck,
  XE4TRUC: VEHICLE_CLASS.heavyTruck,
  XETAI3TRUC: VEHICLE_CLASS.heavyTruck,
  XETAI4TRUC: VEHICLE_CLASS.heavyTruck,
  DAUKEO: VEHICLE_CLASS.tractorTrailer,
  ROMOOC: VEHICLE_CLASS.tractorTrailer,
  XEBON: VEHICLE_CLASS.concreteMixer,
  SALAN: VEHICLE_CLASS.boat,
  TAU: VEHICLE_CLASS.boat,
  GHE: VEHICLE_CLASS.boat,
};

const PARTY_COLUMNS: RegisterColumns = {
  name: { vi: "Tên đơn vị", en: "Name", headings: NAME_OF_PARTY, reads: "line", needed: true },
  taxCode: {
    ...{ vi: "Mã số thuế", en: "Tax code", reads: "tax-code" },
    headings: ["ma so thue", "mst", "ma so doanh nghiep", "tax code"],
  },
  roles: {
    ...{ vi: "Vai trò", en: "Roles", reads: "codes", needed: true, codes: ROLES, others: ROLE_WORDS },
    headings: ["vai tro", "loai don vi", "loai hinh", "nganh nghe", "roles", "role"],
  },
  commune: COMMUNE,
};

const SITE_COLUMNS: RegisterColumns = {
  name: {
    ...{ vi: "Tên địa điểm", en: "Name of the place", reads: "line", needed: true },
    headings: [
      "ten dia diem",
      "dia diem",
      "ten mo",
      "ten mo xa",
      "ten noi",
      "ten ben",
      "ten bai",
      "ten tram",
      "place",
      "site",
    ],
  },
  party: {
    ...{ vi: "Đơn vị giữ", en: "Keeper", reads: "line", needed: true },
    headings: ["don vi giu", ...NAME_OF_PARTY, "ma so thue", "mst", "chu mo", "keeper"],
  },
  type: {
    ...{
      vi: "Loại địa điểm",
      en: "Kind of place",
      reads: "one-code",
      needed: true,
      codes: SITE_TYPES,
      others: TYPE_WORDS,
    },
    headings: ["loai dia diem", "loai", "type", "kind"],
  },
  commune: COMMUNE,
  latitudeE7: { vi: "Vĩ độ", en: "Latitude", headings: ["vi do", "latitude", "lat"], reads: "degree" },
  longitudeE7: { vi: "Kinh độ", en: "Longitude", headings: ["kinh do", "longitude", "lng", "lon"], reads: "degree" },
};

const VEHICLE_COLUMNS: RegisterColumns = {
  plate: {
    ...{ vi: "Biển số", en: "Plate", reads: "line", needed: true },
    headings: ["bien so", "bien so xe", "bien kiem soat", "bks", "so hieu", "so dang ky", "plate"],
  },
  class: {
    ...{ vi: "Loại phương tiện", en: "Class", reads: "one-code", needed: true },
    ...{ codes: VEHICLE_CLASSES, others: CLASS_WORDS },
    headings: ["loai phuong tien", "loai xe", "loai", "class"],
  },
  payloadKg: {
    ...{ vi: "Tải trọng", en: "Payload", reads: "mass", needed: true },
    headings: ["tai trong", "trong tai", "tai trong cho phep", "payload"],
  },
  tareKg: { vi: "Tự trọng", en: "Tare", headings: ["tu trong", "trong luong ban than", "tare"], reads: "mass" },
  party: {
    ...{ vi: "Đơn vị có xe", en: "Party", reads: "line" },
    headings: ["don vi co xe", "chu xe", "chu phuong tien", ...NAME_OF_PARTY, "owner"],
  },
  inspectedUntil: {
    ...{ vi: "Đăng kiểm đến", en: "Inspected until", reads: "day" },
    headings: ["dang kiem den", "han dang kiem", "ngay het han dang kiem", "dang kiem", "inspected until"],
  },
};

/** The sorts of records that a sheet may hold, one sort a file. */
export const REGISTER_SORTS = {
  parties: { kind: "party.register", vi: "Đơn vị", en: "Parties", columns: PARTY_COLUMNS },
  sites: { kind: "site.register", vi: "Địa điểm", en: "Places", columns: SITE_COLUMNS },
  vehicles: { kind: "vehicle.register", vi: "Phương tiện", en: "Vehicles", columns: VEHICLE_COLUMNS },
} as const;
export type RegisterSort = keyof typeof REGISTER_SORTS;

export function columnsOf(sort: RegisterSort): RegisterColumns {
  return REGISTER_SORTS[sort].columns;
}

/** The columns of a sheet of devices to be invited: a device is no entry yet, so that it is no sort of record. */
export const DEVICE_COLUMNS: RegisterColumns = {
  party: { vi: "Đơn vị", en: "Party", headings: [...NAME_OF_PARTY, "ma so thue", "mst"], reads: "line", needed: true },
  site: {
    ...{ vi: "Chỉ dùng tại nơi", en: "Only at the place", reads: "line" },
    headings: ["chi dung tai noi", "dia diem", "ten dia diem", "noi", "site", "place"],
  },
  person: {
    ...{ vi: "Người giữ khóa (số mục)", en: "Holder (entry number)", reads: "line" },
    headings: ["nguoi giu khoa", "nguoi giu", "so muc nguoi", "holder", "person"],
  },
};
