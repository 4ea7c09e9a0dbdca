// The field table: for each field of each kind that says what somebody saw or did, a story told twice that differs in this field alone, and
// what then comes out otherwise; or why nothing but people reads it. A field that is added has no row here and does not compile.

import type { Province } from "../../src/demo/province.ts";
import { COLOUR, DIRECTION, MEASURE } from "../../src/format/codes.ts";
import { type Body, KINDS } from "../../src/format/kinds.ts";
import { shapeWords } from "../../src/format/shape.ts";
import { type Ledger, type Said, word } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { giveMachine, place, way } from "../stories/people.ts";
import { table } from "./rules-page.ts";

/** Kinds of entry that say what somebody saw, measured or did: kept with their disagreement, never refused for it. */
export const TOLD = [
  "extract.record",
  "passage.record",
  "load.receive",
  "load.refuse",
  "stock.count",
  "survey.record",
  "sale.declare",
  "weighing.record",
  "invoice.link",
  "load.correct",
  "passage.correct",
  "acceptance.record",
  "stop.record",
  "stop.release",
  "search.record",
  "report.lodge",
] as const;
export type Told = (typeof TOLD)[number];

/** The province in which the stories are told, with what they need besides the demo's. */
export type Scenery = {
  readonly ledger: Ledger;
  readonly province: Province;
  readonly checkpoint: number;
  readonly yard: number;
  readonly mineScale: number;
  readonly yardScale: number;
  readonly mortar: number;
  readonly toPlant: number;
  readonly fromPlant: number;
  readonly bareSource: number;
};

/** A body with other values in some fields; `undefined` leaves one out. */
type Other<K extends Told> = { readonly [F in keyof Body<K>]?: Body<K>[F] | undefined };
/** What the two tellings say otherwise than the kind's usual body; the second is told against the first. */
type Probe<K extends Told> = (scenery: Scenery, known: Known) => readonly [Other<K>, Other<K>];
type Row<K extends Told> = Probe<K> | { readonly people: string };
type Rows<K extends Told> = { readonly [F in keyof Required<Body<K>>]: Row<K> };
/** Entries that a story has written before the one that is looked at. */
type Known = {
  readonly slip: number;
  readonly other: number;
  readonly entry: number;
  readonly entry2: number;
  /** The slip of a mixed product, and its first receipt. */
  readonly mixed: number;
  readonly mixedReceipt: number;
};

/** Before: writes what the entry rests on. `body` is its usual body, `after` what happens then. */
export type Story<K extends Told> = {
  readonly who: string;
  before(scenery: Scenery): Known;
  body(scenery: Scenery, known: Known): Body<K>;
  after?(scenery: Scenery, known: Known): Said;
  readonly rows: Rows<K>;
};

const people = (reason: string) => ({ people: reason });

/** A province with a second checkpoint and yard, a scale at mine and yard, and mortar of sand alone. */
export async function sceneryOf({ ledger, province }: { ledger: Ledger; province: Province }): Promise<Scenery> {
  const { sandMiner, sandMine, yardKeeper } = province;
  const certificate = { document: "Giấy chứng nhận kiểm định số 118", from: 20260212, until: 20261130 };
  const scale = async (who: string, party: number, at: number) => {
    const kid = Uint8Array.from(Buffer.from(await giveMachine(ledger, who, party), "hex"));
    return ledger.must("authority", "scale.register", { place: at, number: `CAN-${at}`, ...certificate, kid });
  };
  const mineScale = await scale("mineScale", sandMiner, sandMine);
  const yardScale = await scale("yardScale", yardKeeper, province.yard);
  const checkpoint = place(ledger, 9, "Chốt số 2", province.police);
  const yard = place(ledger, 2, "Bãi số 2 Bến Thượng", yardKeeper);
  const { factor } = ledger.book.need("recipe", province.embankment).lines[0]!;
  const lines = [{ material: 1 as const, numerator: 1, denominator: 1, factor }];
  const words = { code: "VUA.75", name: "Vữa xây mác 75", unit: "m³", document: "Định mức xây dựng 2021" };
  const mortar = ledger.agree("authority", "deputy", "recipe.set", { ...words, source: 1, waste: 1, lines });
  const toPlant = way(ledger, sandMine, province.plant, 40);
  const fromPlant = way(ledger, province.plant, province.yard, 25);
  const bareSource = ledger.agree("authority", "deputy", "source.grant", {
    instrument: 1,
    number: "78/GP-UBND",
    issuer: "Ủy ban nhân dân tỉnh Sông Lam",
    holder: sandMiner,
    sites: [sandMine],
    materials: [1],
    capacityYear: { unit: 2, amount: 30_000 },
  });
  ledger.pass(60);
  return { ledger, province, checkpoint, yard, mineScale, yardScale, mortar, toPlant, fromPlant, bareSource };
}

const NOBODY: Known = { slip: 0, other: 0, entry: 0, entry2: 0, mixed: 0, mixedReceipt: 0 };

function send({ ledger, province }: Scenery, truck: number, other: Partial<Body<"slip.issue">> = {}): number {
  const load = { vehicle: province.trucks[truck]!, massKg: 18_000, measure: MEASURE.scale, ...other };
  return indexOf(ledger.say("sandMiner", "slip.issue", sandSlip(province, load)));
}

function sendToDyke(scenery: Scenery, truck: number): number {
  return send(scenery, truck, { route: scenery.province.routes["sandMine→dyke"]!, package: 2 });
}

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

/** The hour so many minutes after a slip was issued. */
const afterIssue = ({ ledger }: Scenery, slip: number, minutes: number) =>
  ledger.book.need("slip", slip).eventS + minutes * 60;

const seeing = (scenery: Scenery, known: Known): Body<"passage.record"> => {
  const {
    verdict,
    note: _,
    ...body
  } = passage(scenery.province, { index: known.slip }, afterIssue(scenery, known.slip, 10));
  return { ...body, verdict };
};

/** Two loads to the dyke, the first received after 46 minutes; the officer writes his passage down two hours later. */
const passed = (scenery: Scenery): Known => {
  const [slip, other] = [sendToDyke(scenery, 0), sendToDyke(scenery, 1)];
  scenery.ledger.pass(46);
  scenery.ledger.must("builderB", "load.receive", receipt(slip, scenery.province.dyke, 18_000, { package: 2 }));
  scenery.ledger.pass(120);
  return { ...NOBODY, slip, other };
};

const PASSAGE: Story<"passage.record"> = {
  who: "police",
  before: passed,
  body: seeing,
  rows: {
    slip: (_, { other }) => [{ plateMatches: 0 }, { plateMatches: 0, slip: { index: other } }],
    site: ({ checkpoint }) => [{}, { site: checkpoint }],
    direction: (scenery, { slip }) => {
      const seenS = afterIssue(scenery, slip, 100);
      return [{ seenS }, { seenS, direction: DIRECTION.inbound }];
    },
    seenS: (scenery, { slip }) => [{}, { seenS: afterIssue(scenery, slip, 100) }],
    verdict: () => [{}, { verdict: COLOUR.red }],
    plateMatches: () => [{}, { plateMatches: 0 }],
    massKg: () => [{}, { massKg: 8000 }],
    vehicle: ({ province }) => [{}, { vehicle: province.trucks[5]! }],
    note: people(
      "lời của cán bộ, người xem xét mâu thuẫn đọc · the officer's words, for whoever settles a contradiction",
    ),
  },
};

const PASSAGE_CORRECTED: Story<"passage.correct"> = {
  who: "police",
  before(scenery) {
    const known = passed(scenery);
    const say = (other: Partial<Body<"passage.record">>) =>
      indexOf(scenery.ledger.say("police", "passage.record", { ...seeing(scenery, known), ...other }));
    return { ...known, entry: say({ plateMatches: 0 }), entry2: say({}) };
  },
  body: (scenery, known) => {
    const { direction, seenS, slip } = seeing(scenery, known);
    return { passage: known.entry, slip, direction, seenS, plateMatches: 1, reason: "Đọc nhầm biển số trong mưa" };
  },
  rows: {
    passage: (_, { entry2 }) => [{}, { passage: entry2 }],
    slip: (_, { other }) => [{}, { slip: { index: other } }],
    right: (_, { other }) => [{ plateMatches: 0 }, { plateMatches: 0, right: { index: other } }],
    direction: (scenery, { slip }) => {
      const seenS = afterIssue(scenery, slip, 100);
      return [{ seenS }, { seenS, direction: DIRECTION.inbound }];
    },
    seenS: (scenery, { slip }) => [{}, { seenS: afterIssue(scenery, slip, 100) }],
    plateMatches: () => [{}, { plateMatches: 0 }],
    massKg: () => [{}, { massKg: 8000 }],
    vehicle: ({ province }) => [{}, { vehicle: province.trucks[5]! }],
    reason: people(
      "cơ quan quản lý đọc khi có cảnh báo đính chính · read by the authority on the signal of a correction",
    ),
  },
};

/** Two loads of sand and one of mortar to the yard, and a weighing of another lorry on the yard's scale. */
function onTheWay(scenery: Scenery): Known {
  const { ledger, province, mortar, toPlant, mineScale } = scenery;
  const sand = send(scenery, 2, { route: toPlant, massKg: 13_800 });
  ledger.pass(45);
  ledger.must("plantKeeper", "load.receive", receipt(sand, province.plant, 13_800));
  const batch = { inputs: [{ material: 1 as const, massKg: 13_800 }], product: mortar, quantityMilli: 10_000 };
  ledger.must("plantKeeper", "batch.process", { site: province.plant, ...batch });
  const slip = send(scenery, 0, { scale: mineScale, moisturePermille: 50 });
  const other = send(scenery, 1);
  const load = { product: mortar, quantityMilli: 4000, massKg: 8000, measure: MEASURE.volume };
  const mixer = { route: scenery.fromPlant, vehicle: province.mixers[0]! };
  const mixed = ledger.must("plantKeeper", "slip.issue", { ...mixer, ...load });
  ledger.pass(46);
  const weighing = { vehicle: province.trucks[7]!, grossKg: 27_000, tareKg: 11_000 };
  const entry2 = ledger.must("yardScale", "weighing.record", { scale: scenery.yardScale, ...weighing });
  return { ...NOBODY, slip, other, mixed, entry2 };
}

/** The rows of a receipt; what a correction says is read by the same rules. */
const RECEIPT_ROWS: Omit<Rows<"load.receive">, "slip"> = {
  at: ({ yard }) => [{}, { at: yard }],
  part: () => [{ final: 0 }, { final: 0, part: 2 }],
  final: () => [{}, { final: 0 }],
  massKg: () => [{}, { massKg: 8000 }],
  measure: () => [{ readings: [18_000, 8000] }, { readings: [18_000, 8000], measure: MEASURE.volume }],
  readings: () => [{ readings: [18_000, 9000] }, { readings: [18_000, 8000] }],
  package: () => [{}, { package: 1 }],
  quantityMilli: (_, { mixed }) => {
    const load = { slip: { index: mixed }, massKg: 8000 };
    return [
      { ...load, quantityMilli: 4000 },
      { ...load, quantityMilli: 1000 },
    ];
  },
  holder: ({ province }) => [{}, { holder: province.stoneMiner }],
  moisturePermille: () => [{ massKg: 20_100 }, { massKg: 20_100, moisturePermille: 50 }],
  scale: ({ yardScale }) => [{}, { scale: yardScale }],
  weighing: (_, { entry2 }) => [{}, { weighing: entry2 }],
};

const usualReceipt = ({ province }: Scenery, { slip }: Known) => receipt(slip, province.yard, 9000);

/** The rest of the load arrives later, if it may. */
function restArrives({ ledger, province }: Scenery, { slip }: Known): Said {
  ledger.pass(1);
  return ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 9000, { part: 2 }));
}

const RECEIVED: Story<"load.receive"> = {
  who: "yardKeeper",
  before: onTheWay,
  body: usualReceipt,
  after: restArrives,
  rows: { slip: (_, { other }) => [{}, { slip: { index: other } }], ...RECEIPT_ROWS },
};

const RECEIPT_CORRECTED: Story<"load.correct"> = {
  who: "yardKeeper",
  before(scenery) {
    const known = onTheWay(scenery);
    const { ledger, province } = scenery;
    const whole = receipt(known.mixed, province.yard, 8000, { quantityMilli: 3000 });
    const mixedReceipt = ledger.must("yardKeeper", "load.receive", whole);
    ledger.must("yardKeeper", "load.receive", receipt(known.other, province.yard, 9000));
    const entry = ledger.must("yardKeeper", "load.receive", receipt(known.slip, province.yard, 900));
    return { ...known, entry, mixedReceipt };
  },
  body: (scenery, known) => ({
    ...usualReceipt(scenery, known),
    receipt: known.entry,
    reason: "Gõ thiếu một chữ số không khi nhập",
  }),
  after: restArrives,
  rows: {
    receipt: (_, { entry }) => [{}, { receipt: entry - 1 }],
    slip: (_, { other }) => [{}, { slip: { index: other } }],
    ...RECEIPT_ROWS,
    right: (_, { other }) => [{}, { right: { index: other } }],
    arrivedS: ({ ledger }) => [{}, { arrivedS: ledger.nowS - 40 * 86_400 }],
    quantityMilli: (_, { mixed, mixedReceipt }) => {
      const load = { receipt: mixedReceipt, slip: { index: mixed }, massKg: 8000 };
      return [
        { ...load, quantityMilli: 4000 },
        { ...load, quantityMilli: 1000 },
      ];
    },
    reason: people(
      "cơ quan quản lý đọc khi có cảnh báo đính chính · read by the authority on the signal of a correction",
    ),
  } as Rows<"load.correct">,
};

const REFUSED: Story<"load.refuse"> = {
  who: "supervisor",
  before(scenery) {
    const [slip, other] = [sendToDyke(scenery, 0), sendToDyke(scenery, 1)];
    scenery.ledger.pass(46);
    return { ...NOBODY, slip, other };
  },
  body: ({ province }, { slip }) => ({
    slip: { index: slip },
    at: province.dyke,
    package: 2,
    reason: "Cát lẫn bùn, không đạt",
  }),
  after({ ledger, province }, { slip }) {
    ledger.pass(30);
    return ledger.say("builderB", "load.receive", receipt(slip, province.dyke, 18_000, { package: 2 }));
  },
  rows: {
    slip: (_, { other }) => [{}, { slip: { index: other } }],
    at: ({ province }) => [{}, { at: province.bridge, package: 1 }],
    package: () => [{}, { package: 1 }],
    reason: people("bên gửi và nhà thầu đọc · read by the sender and the contractor"),
  },
};

const ACCEPTED: Story<"acceptance.record"> = {
  who: "supervisor",
  before(scenery) {
    const { ledger, province } = scenery;
    const [slip, other] = [sendToDyke(scenery, 0), sendToDyke(scenery, 1)];
    ledger.pass(46);
    for (const each of [slip, other])
      ledger.must("builderB", "load.receive", receipt(each, province.dyke, 18_000, { package: 2 }));
    return { ...NOBODY, slip, other };
  },
  body: ({ province }, { slip }) => ({
    project: province.dyke,
    package: 2,
    slips: [slip],
    massKg: 17_200,
    measure: MEASURE.scale,
  }),
  rows: {
    project: ({ province }) => [{}, { project: province.bridge, package: 1 }],
    package: () => [{}, { package: 1 }],
    slips: (_, { other }) => [{}, { slips: [other] }],
    massKg: () => [{}, { massKg: 18_000 }],
    measure: () => [{}, { measure: MEASURE.volume }],
    note: people("lời của giám sát · the supervisor's words"),
  },
};

/** A slip is signed five minutes after the stop that is told, or was released. */
const STOPPED: Story<"stop.record"> = {
  who: "police",
  before: () => NOBODY,
  body: ({ ledger, province }) => ({
    site: province.checkpoint,
    vehicle: province.trucks[0]!,
    stoppedS: ledger.nowS,
  }),
  after({ ledger, province }) {
    ledger.pass(5);
    return ledger.say("sandMiner", "slip.issue", sandSlip(province));
  },
  rows: {
    site: ({ province }) => [{}, { site: province.yard }],
    vehicle: ({ province }) => [{}, { vehicle: province.trucks[1]! }],
    stoppedS: ({ ledger }) => [{}, { stoppedS: ledger.nowS - 80 * 3600 }],
    note: people("lời của cán bộ · the officer's words"),
  },
};

/** A slip that was signed half an hour before the search comes to the log ten minutes after it. */
const SEARCHED: Story<"search.record"> = {
  who: "police",
  before: ({ ledger }) => {
    ledger.pass(30);
    return NOBODY;
  },
  body: ({ ledger, province }) => ({
    site: province.checkpoint,
    plate: ledger.book.need("vehicle", province.trucks[0]!).plate,
    searchedS: ledger.nowS,
    size: ledger.size,
  }),
  after({ ledger, province }) {
    ledger.pass(10);
    return ledger.say("sandMiner", "slip.issue", sandSlip(province), { claimedS: ledger.nowS - 40 * 60 });
  },
  rows: {
    site: ({ province }) => [{}, { site: province.yard }],
    plate: ({ ledger, province }) => [{}, { plate: ledger.book.need("vehicle", province.trucks[1]!).plate }],
    searchedS: ({ ledger }) => [{}, { searchedS: ledger.nowS - 40 * 60 }],
    size: () => [{}, { size: 1 }],
    note: people("lời của cán bộ · the officer's words"),
  },
};

const RELEASED: Story<"stop.release"> = {
  who: "police",
  before({ ledger, province }) {
    const of = { site: province.checkpoint, vehicle: province.trucks[0]!, stoppedS: ledger.nowS };
    const entry = ledger.must("police", "stop.record", of);
    const entry2 = ledger.must("police", "stop.record", { ...of, vehicle: province.trucks[1]! });
    ledger.pass(20);
    return { ...NOBODY, entry, entry2 };
  },
  body: ({ ledger }, { entry }) => ({
    stop: entry,
    releasedS: ledger.nowS,
    wrongPlate: 0,
    reason: "Xe không, thùng trống",
  }),
  after({ ledger, province }) {
    // A slip signed with no network five minutes before the release, and one of after it.
    ledger.say("sandMiner", "slip.issue", sandSlip(province), { claimedS: ledger.nowS - 300, carried: true });
    return ledger.say("sandMiner", "slip.issue", sandSlip(province));
  },
  rows: {
    stop: (_, { entry2 }) => [{}, { stop: entry2 }],
    releasedS: ({ ledger }) => [{}, { releasedS: ledger.nowS - 600 }],
    wrongPlate: () => [{}, { wrongPlate: 1 }],
    reason: people("người giám sát đọc · read by whoever watches"),
  },
};

const WEIGHED: Story<"weighing.record"> = {
  who: "mineScale",
  before: () => NOBODY,
  body: ({ province, mineScale }) => ({
    scale: mineScale,
    vehicle: province.trucks[0]!,
    grossKg: 29_000,
    tareKg: 11_000,
  }),
  after(scenery) {
    const weighing = scenery.ledger.size - 1;
    return scenery.ledger.say(
      "sandMiner",
      "slip.issue",
      sandSlip(scenery.province, { weighing, massKg: 18_000, measure: 1 }),
    );
  },
  rows: {
    scale: ({ yardScale }) => [{}, { scale: yardScale }],
    vehicle: ({ province }) => [{}, { vehicle: province.trucks[1]! }],
    grossKg: () => [{}, { grossKg: 28_000 }],
    tareKg: () => [{}, { tareKg: 12_000 }],
  },
};

/** 18 t of sand in the yard, of its keeper and of another holder. */
function inStock(scenery: Scenery): Known {
  const { ledger, province } = scenery;
  const slips = [send(scenery, 0), send(scenery, 1)];
  ledger.pass(40);
  ledger.must("yardKeeper", "load.receive", receipt(slips[0]!, province.yard, 18_000));
  ledger.must("yardKeeper", "load.receive", receipt(slips[1]!, province.yard, 18_000, { holder: province.stoneMiner }));
  ledger.must("stoneMiner", "stock.entrust", { site: province.yard, material: 1, massKg: 5000, until: 20261130 });
  return { ...NOBODY, slip: slips[0]!, other: slips[1]! };
}

const COUNTED: Story<"stock.count"> = {
  who: "yardKeeper",
  before: inStock,
  body: ({ province }) => ({ site: province.yard, material: 1, massKg: 17_000, measure: MEASURE.scale }),
  rows: {
    site: ({ yard }) => [{}, { site: yard }],
    material: () => [{}, { material: 6 }],
    massKg: () => [{}, { massKg: 18_000 }],
    measure: () => [{ massKg: 18_500 }, { massKg: 18_500, measure: MEASURE.survey }],
    holder: ({ province }) => [{ massKg: 0 }, { massKg: 0, holder: province.stoneMiner }],
    source: ({ province }) => [{}, { source: province.sandSource }],
  },
};

const SOLD: Story<"sale.declare"> = {
  who: "yardKeeper",
  before: inStock,
  body: ({ province }) => ({ site: province.yard, material: 1, massKg: 4000, day: 20261110 }),
  rows: {
    site: ({ yard }) => [{}, { site: yard }],
    material: () => [{}, { material: 6 }],
    massKg: () => [{}, { massKg: 5000 }],
    day: () => [{}, { day: 20261131 }],
    holder: ({ province }) => [{}, { holder: province.stoneMiner }],
    source: ({ province }) => [{}, { source: province.sandSource }],
    document: people("hóa đơn bán lẻ, thanh tra đối chiếu · the sales document, for an inspector to compare"),
  },
};

const SURVEYED: Story<"survey.record"> = {
  who: "authority",
  before: inStock,
  body: ({ province }) => ({
    subject: province.sandSource,
    material: 1,
    massKg: 36_000,
    document: "Biên bản đo đạc ngày 10/11/2026",
  }),
  rows: {
    subject: ({ province }) => [{ massKg: 10_000 }, { massKg: 10_000, subject: province.yard }],
    material: ({ province }) => [
      { subject: province.yard, massKg: 100 },
      { subject: province.yard, massKg: 100, material: 6 },
    ],
    massKg: () => [{}, { massKg: 90_000 }],
    document: people("biên bản đo, thanh tra đọc · the survey's record, read by inspectors"),
  },
};

const EXTRACTED: Story<"extract.record"> = {
  who: "sandMiner",
  before: () => NOBODY,
  body: ({ province }) => ({
    source: province.sandSource,
    site: province.sandMine,
    material: 1,
    day: 20261110,
    massKg: 50_000,
    measure: MEASURE.survey,
  }),
  rows: {
    source: ({ bareSource }) => [{}, { source: bareSource }],
    site: ({ province }) => [{}, { site: province.yard }],
    material: () => [{}, { material: 6 }],
    day: () => [{}, { day: 20261230 }],
    massKg: () => [{}, { massKg: 60_000 }],
    measure: people(
      "cách đo sản lượng; số đo được đối chiếu bằng phiếu và đo đạc · how it was measured; slips and surveys check the figure",
    ),
  },
};

const INVOICED: Story<"invoice.link"> = {
  who: "yardKeeper",
  before(scenery) {
    const known = inStock(scenery);
    const first = {
      seller: "0100000001",
      number: "1C26TAA-1",
      day: 20261110,
      massKg: 18_000,
      slips: [known.other],
      papers: [],
    };
    return { ...known, entry: indexOf(scenery.ledger.say("yardKeeper", "invoice.link", first)) };
  },
  body: (_, { slip }) => ({
    seller: "0100000001",
    number: "1C26TAA-2",
    day: 20261110,
    massKg: 18_000,
    slips: [slip],
    papers: [],
  }),
  rows: {
    seller: () => [{ number: "1C26TAA-1" }, { number: "1C26TAA-1", seller: "0100000002" }],
    number: () => [{}, { number: "1C26TAA-1" }],
    day: people("ngày hóa đơn, bên thanh toán đối chiếu · the invoice's day, compared by whoever pays"),
    massKg: () => [{}, { massKg: 30_000 }],
    slips: (_, { other }) => [{}, { slips: [other] }],
    papers: () => [{}, { papers: [1] }],
    part: () => [{ number: "1C26TAA-1" }, { number: "1C26TAA-1", part: 2 }],
  },
};

const REPORTED: Story<"report.lodge"> = {
  who: "police",
  before: () => NOBODY,
  body: () => ({ text: "Xe chở cát chạy đêm qua cổng làng" }),
  rows: {
    subject: people("trang phản ánh của đối tượng · the page of what it is about"),
    text: people("người giải quyết phản ánh đọc · read by whoever settles the report"),
    commune: people("người giải quyết phản ánh đọc · read by whoever settles the report"),
  },
};

/** Each kind's story. */
export const STORIES: { readonly [K in Told]: Story<K> } = {
  "extract.record": EXTRACTED,
  "passage.record": PASSAGE,
  "load.receive": RECEIVED,
  "load.refuse": REFUSED,
  "stock.count": COUNTED,
  "survey.record": SURVEYED,
  "sale.declare": SOLD,
  "weighing.record": WEIGHED,
  "invoice.link": INVOICED,
  "load.correct": RECEIPT_CORRECTED,
  "passage.correct": PASSAGE_CORRECTED,
  "acceptance.record": ACCEPTED,
  "stop.record": STOPPED,
  "stop.release": RELEASED,
  "search.record": SEARCHED,
  "report.lodge": REPORTED,
};

type Outcome = {
  readonly words: string[];
  readonly signals: string[];
  readonly kilograms: string[];
  readonly doubts: string[];
};

/** Tells a kind's story with a body, and what came of it: answers, signals, kilograms, and what is contradicted. */
function tell<K extends Told>(
  base: Scenery,
  kind: K,
  choose: (of: readonly [Other<K>, Other<K>]) => Other<K>,
  row: Probe<K>,
): Outcome {
  const scenery = { ...base, ledger: base.ledger.fork() };
  const { ledger } = scenery;
  const story = STORIES[kind] as Story<K>;
  const known = story.before(scenery);
  const from = ledger.size;
  const other = choose(row(scenery, known));
  const body = Object.fromEntries(
    Object.entries({ ...story.body(scenery, known), ...other }).filter(([, value]) => value !== undefined),
  ) as Body<K>;
  const said = ledger.say(story.who, kind, body);
  const words: string[] = [word(said)];
  const next = story.after?.(scenery, known);
  if (next) words.push(word(next));
  const signals = ledger.leaves
    .slice(from)
    .flatMap(({ changes }) => changes.signals.map(({ code, subject }) => `${code} ${subject}`));
  const lots = [...ledger.book.memory.lots.values()];
  const accounts = new Set(lots.map(({ account }) => account));
  const kilograms = [...accounts]
    .map((account) => `${account} ${ledger.kg(account)}`)
    .filter((each) => !each.endsWith(" 0"));
  const doubts = [known.slip, known.other]
    .filter((slip) => slip > 0)
    .map((slip) => JSON.stringify(ledger.book.need("slipState", slip).contested));
  return { words, signals, kilograms: kilograms.sort(), doubts };
}

/** The parts of the outcome that differ when a field alone is told otherwise; none: nothing reads it. */
export function readsOf<K extends Told>(base: Scenery, kind: K, row: Probe<K>): string[] {
  const [first, second] = [0, 1].map((i) => tell(base, kind, (pair) => pair[i]!, row)) as [Outcome, Outcome];
  const differs = (part: keyof Outcome) => JSON.stringify(first[part]) !== JSON.stringify(second[part]);
  const words =
    second.words.find((each, i) => each !== first.words[i] && each !== "ok") ??
    first.words.find((each) => each !== "ok");
  const codes = (of: Outcome) => of.signals.map((each) => each.split(" ")[0]!);
  const signal = [...codes(second), ...codes(first)].find(
    (each) => codes(first).filter((one) => one === each).length !== codes(second).filter((one) => one === each).length,
  );
  return [
    ...(differs("words") ? [`trả lời · answer \`${words}\``] : []),
    ...(differs("doubts") ? ["mâu thuẫn · what is contradicted"] : []),
    ...(differs("kilograms") ? ["kg"] : []),
    ...(differs("signals") ? [signal ? `cảnh báo · signal \`${signal}\`` : "cảnh báo · signals"] : []),
  ];
}

/** The page: each kind with its fields, what reads each, or why only people do. */
export function fieldsPage(base: Scenery): string {
  const sections = TOLD.map((kind) => {
    const { fields } = KINDS[kind].body as { fields: Record<string, Parameters<typeof shapeWords>[0]> };
    const rows = Object.entries(fields).map(([name, field]) => {
      const row = (STORIES[kind].rows as Record<string, Row<typeof kind>>)[name]!;
      const words = shapeWords(field);
      const read =
        "people" in row
          ? `để người đọc · kept for people: ${row.people}`
          : readsOf(base, kind, row as Probe<typeof kind>).join("; ");
      return [`\`${name}\``, `${words?.vi} · ${words?.en}`, read];
    });
    return `## ${KINDS[kind].vi} · ${KINDS[kind].en} (\`${kind}\`)\n\n${table(["trường · field", "tên · words", "thay đổi · what changes with it"], rows)}\n`;
  });
  return `${HEAD}\n${sections.join("\n")}`;
}

const HEAD = `# Mỗi trường được ai đọc · Who reads each field

Written by \`test/rules/docs.test.ts\` from \`test/docs/fields.ts\`; do not edit. Each field is told in two ways in a small story, all else the same.
The last column is what came out otherwise: the answer to the entry or to what followed, what is contradicted, kilograms, or a signal. A field that
nothing reads fails the test unless a reason says that it is kept for people.
`;
