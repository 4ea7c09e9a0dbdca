// Which materials a register's mineral text means. The ledger follows sand, gravel, stone and fill to payment and keeps
// clay as a source; everything else is out of scope. The lists are closed: a text that fits none of them makes
// no source, so that a new spelling is refused with a reason and never slips in as the nearest word.
import { MATERIAL, type Material } from "../format/codes.ts";
import { tidy } from "./compared-names.ts";

/** A material that a register's licence can be for: 1 sand, 2 gravel, 3 stone, 4 fill, 5 clay. */
export type RegisterMaterial = Extract<Material, 1 | 2 | 3 | 4 | 5>;

/** The reading of a mineral text: the materials in scope, words that leave a doubt, and words out of scope beside them. */
export type MineralReading = {
  readonly materials: readonly RegisterMaterial[];
  readonly unclear: readonly Doubt[];
  readonly outside: readonly string[];
  readonly unknown: readonly string[];
};

/** Why a material was read with a doubt. */
export type Doubt = "limestone" | "granite" | "marble_as_stone" | "brick_earth" | "cement_clay" | "plain_earth";

type Meaning = { readonly material: RegisterMaterial; readonly doubt?: Doubt } | "outside";

const COMMON = "(?:vật liệu xây dựng(?: thông thường)?|xây dựng(?: thông thường)?)";
const OTHER_USE = "(?:xi măng|ốp lát|mỹ nghệ|nung vôi|bột)";

// First match wins. Purpose decides before rock: "đá X làm vật liệu xây dựng" is building stone whatever X is called.
const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [/^cát (?:trắng|thủy tinh|thuỷ tinh|khuôn đúc|silic)/, "outside"],
  [/^cát kết(?: xây dựng)?$/, { material: MATERIAL.blastedRock }],
  [
    /^cát(?: (?:xây dựng|bê tông|xây|tô|vàng|đen|mịn|thô|sông|suối|lòng sông|đồi|biển|nhiễm mặn|tự nhiên|san lấp|đắp|nền|làm|dùng|vật liệu|thông thường|để))*$/,
    { material: MATERIAL.sand },
  ],
  [
    /^(?:cuội sỏi|sỏi cuội|cuội kết|sỏi|cuội|sạn sỏi|sạn)(?: (?:xây dựng|sông|suối|lòng sông))*$/,
    { material: MATERIAL.gravel },
  ],
  [
    /^đá (?:vôi trắng|hoa|cẩm thạch|marble).* (?:làm|dùng làm) vật liệu xây dựng/,
    { material: MATERIAL.blastedRock, doubt: "marble_as_stone" },
  ],
  [new RegExp(`^đá(?!.*${OTHER_USE})(?: .*)? (?:làm |dùng làm )?${COMMON}$`), { material: MATERIAL.blastedRock }],
  [
    /^đá (?:xây dựng|hộc|dăm|base|chẻ|cấp phối|hỗn hợp|bazan|ryolit|andesit|cát kết|phiến xây dựng)$/,
    { material: MATERIAL.blastedRock },
  ],
  [/^đá vôi$/, { material: MATERIAL.blastedRock, doubt: "limestone" }],
  [/^đá granit[eo]?$/, { material: MATERIAL.blastedRock, doubt: "granite" }],
  [
    /^(?:đất(?:,? (?:và )?đá)?|vật liệu)(?: (?:làm|dùng làm|để))?(?: vật liệu)? (?:san lấp|đắp|san nền|đắp nền)(?: .*)?$/,
    { material: MATERIAL.fill },
  ],
  [/^đất$/, { material: MATERIAL.fill, doubt: "plain_earth" }],
  [/^(?:đất )?sét (?:kaolin|cao lanh|trắng|bentonit|chịu lửa)/, "outside"],
  [/^(?:đất |đá )?sét (?:.*)?xi măng$/, { material: MATERIAL.clay, doubt: "cement_clay" }],
  [/^(?:đất )?sét(?: (?:gạch|ngói|làm|sản xuất|gốm|xây dựng|dùng|để|đỏ))*$/, { material: MATERIAL.clay }],
  [
    /^đất (?:làm |sản xuất |nung |để sản xuất )?gạch(?:,? ngói)?(?: nung)?$/,
    { material: MATERIAL.clay, doubt: "brick_earth" },
  ],
  [
    /quặng|sắt|apatit|vàng|bạc|chì|kẽm|đồng|thiếc|mangan|titan|wolfram|vonfram|bauxit|antimon|felspat|fenspat|gra(?:ph|f)it|cao ?lanh|kaolin|than(?: |$)|thạch anh|đất hiếm|serpentin|nước|đá vôi|đá hoa|cẩm thạch|marble|ốp lát|mỹ nghệ|granit|dolomit|barit|talc|mica|pyrit|đá quý|vôi|bùn khoáng|bentonit|diatomit|thạch cao|phosphorit|photphorit|quarzit|bột|xi măng|sericit/,
    "outside",
  ],
];

function meaningOf(text: string): Meaning | undefined {
  return MEANINGS.find(([pattern]) => pattern.test(text))?.[1];
}

/** The mineral text for comparing: brackets off, lower case, abbreviations of building material written out. */
function mineralWords(text: string): string {
  const plain = tidy(text.replace(/\([^()]*\)/g, " ")).toLowerCase();
  return tidy(
    plain
      .replace(/vlxdtt/g, "vật liệu xây dựng thông thường")
      .replace(/vlxd/g, "vật liệu xây dựng")
      .replace(/(?<!\p{L})xd(?!\p{L})/gu, "xây dựng")
      .replace(/(?<!\p{L})sx(?!\p{L})/gu, "sản xuất")
      .replace(/[.;,\s]+$/g, ""),
  );
}

/** Reads a mineral text whole, and where that says nothing, part by part ("cát, sỏi"; "chì - kẽm"). */
export function readMinerals(text: string): MineralReading {
  const words = mineralWords(text);
  if (words === "") return { materials: [], unclear: [], outside: [], unknown: [] };
  const whole = meaningOf(words);
  const parts = whole !== undefined && whole !== "outside" ? [words] : words.split(/\s*[,;/+&–]\s*|\s+-\s+|\s+và\s+/u);
  const materials = new Set<RegisterMaterial>();
  const unclear: Doubt[] = [];
  const outside: string[] = [];
  const unknown: string[] = [];
  for (const part of parts.filter((each) => each !== "")) {
    const meaning = meaningOf(part);
    if (meaning === undefined) unknown.push(part);
    else if (meaning === "outside") outside.push(part);
    else {
      materials.add(meaning.material);
      if (meaning.doubt !== undefined) unclear.push(meaning.doubt);
    }
  }
  return { materials: [...materials].sort((a, b) => a - b), unclear, outside, unknown };
}

// A place may be called Cát or Đá, with a capital behind it, or a hamlet be named after its quarry: only the words at the very
// beginning that go on in small letters tell what is dug.
const OPENING = /^(?:(?:mỏ|điểm|điểm mỏ|khu vực|khu|\d+ điểm(?: mỏ)?)\s+)*/iu;
const OPENED: readonly (readonly [RegExp, readonly RegisterMaterial[]])[] = [
  [/^[Cc]át,? ?(?:và )?sỏi(?=[\s,]|$)/u, [MATERIAL.sand, MATERIAL.gravel]],
  [/^[Cc]át(?=,|\s+[\p{Ll}]|$)/u, [MATERIAL.sand]],
  [/^[Ss]ỏi(?=,|\s+[\p{Ll}]|$)/u, [MATERIAL.gravel]],
  [/^(?:[ĐđD]á sét|[Đđ]ất sét|[Ss]ét)(?=[\s,]|$)/u, [MATERIAL.clay]],
  [/^[Đđ]ất (?:san lấp|đắp)(?=[\s,]|$)/u, [MATERIAL.fill]],
  [
    /^(?:[Đđ]á hoa|[Đđ]á vôi trắng|[Đđ]á cẩm thạch|[Qq]uặng|[Ss]ắt|[Vv]àng|[Tt]han|[Ff]elspat|[Gg]raphit)(?=[\s,]|$)/u,
    [],
  ],
  [/^[Đđ]á(?=,|\s+[\p{Ll}]|$)/u, [MATERIAL.blastedRock]],
];

/** The material that the opening words of a mine's name state; undefined when they state none. */
export function mineralsInMineName(mine: string): readonly RegisterMaterial[] | undefined {
  const rest = tidy(mine).replace(OPENING, "");
  return OPENED.find(([pattern]) => pattern.test(rest))?.[1];
}
