// Một vật, một mục: one thing is recorded once. Whatever equals a record is refused with it; whatever resembles one is asked. Each fraud is beside
// its honest twin.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { INSTRUMENT, MATERIAL, ROLE, SITE_TYPE, VEHICLE_CLASS } from "../../src/format/codes.ts";
import { type Body, bodyShape, type KindName } from "../../src/format/kinds.ts";
import { Misshapen } from "../../src/format/shape.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { annexOf, sandSlip, workLine } from "../rules/world.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** A saying in one word, with the record that a refusal names. */
function told(said: Said): string {
  return "refused" in said ? `${said.refused.code} ${said.refused.figures.index ?? said.refused.figures.recipe}` : "ok";
}

/** The place at which a body is no body, or "" where it is one. */
function misshapen(kind: KindName, body: unknown): string {
  try {
    bodyShape(kind).write(body, "body");
  } catch (error) {
    if (error instanceof Misshapen) return error.path;
    throw error;
  }
  return "";
}

describe("F18: one lorry under ten spellings of its plate", () => {
  const lorry = { class: VEHICLE_CLASS.heavyTruck, payloadKg: 18_000 };

  function register(ledger: Ledger, plate: string, other: Partial<Body<"vehicle.register">> = {}): Said {
    return ledger.say("authority", "vehicle.register", { ...lorry, plate, ...other });
  }

  it("is one vehicle: nine spellings are refused with the entry that has it", () => {
    const ledger = base.fork();
    const first = ledger.must("authority", "vehicle.register", { ...lorry, plate: "77C-942.69" });
    for (const plate of ["77C94269", "77C-94269", "77C942.69", "77C-942.69.", "77C--942.69", "77C-942-69"])
      expect([plate, told(register(ledger, plate))]).toEqual([plate, `already-exists ${first}`]);
    const other = ledger.must("authority", "vehicle.register", { ...lorry, plate: "77D-O42.69" });
    for (const plate of ["77Đ-042.69", "77D-042.69"])
      expect([plate, told(register(ledger, plate))]).toEqual([plate, `already-exists ${other}`]);
  });

  it("one that looks like it is asked: with the record named both stay, and an inspector sees it", () => {
    const ledger = base.fork();
    const first = ledger.must("authority", "vehicle.register", { ...lorry, plate: "77C-942.65" });
    expect(told(register(ledger, "77C-942.6S"))).toBe(`resembles ${first}`);
    expect(told(register(ledger, "77C-942.6S", { distinctFrom: [province.trucks[0]!] }))).toBe(`resembles ${first}`);
    expect(word(register(ledger, "77C-942.6S", { distinctFrom: [first] }))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toEqual(["called-distinct"]);
    // What equals a record is no second one, whatever the entry says.
    expect(told(register(ledger, "77C94265", { distinctFrom: [first] }))).toBe(`already-exists ${first}`);
  });

  it("the lorry is busy under whichever spelling its driver shows", () => {
    const ledger = base.fork();
    const vehicle = ledger.must("authority", "vehicle.register", { ...lorry, plate: "77C-942.69" });
    ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle }));
    ledger.pass(1);
    expect(word(ledger.say("sandMiner", "slip.issue", sandSlip(province, { vehicle })))).toBe("refused: vehicle-busy");
  });

  it("honest twins: the next number, another series, an old plate of four digits and a vessel are asked nothing", () => {
    const ledger = base.fork();
    for (const plate of ["77C-942.69", "77C-942.68", "77C-942.70", "77H-942.69", "77C-9426", "29LD-942.69", "TM-12-34"])
      expect([plate, word(register(ledger, plate))]).toEqual([plate, "ok"]);
    const boat = { class: VEHICLE_CLASS.boat, payloadKg: 500_000 };
    for (const plate of ["SG-1234", "SG-1235", "SG-12345"])
      expect([plate, word(register(ledger, plate, boat))]).toEqual([plate, "ok"]);
    const signals = ledger.leaves.slice(base.size).flatMap(({ index }) => ledger.signals(index));
    expect(signals).toEqual([]);
  });

  it("honest twins: vessels of Bình Định and Bình Dương, an army lorry and a vessel of Thanh Hóa are two, and stay so", () => {
    const ledger = base.fork();
    const boat = { class: VEHICLE_CLASS.boat, payloadKg: 500_000 };
    const first = ledger.must("authority", "vehicle.register", { ...boat, plate: "BĐ-0123" });
    expect(told(register(ledger, "BD-0123", boat))).toBe(`resembles ${first}`);
    expect(word(register(ledger, "BD-0123", { ...boat, distinctFrom: [first] }))).toBe("ok");
    const army = ledger.must("authority", "vehicle.register", { ...lorry, plate: "TH-12-34" });
    expect(word(register(ledger, "TH-1234", { ...boat, distinctFrom: [army] }))).toBe("ok");
  });
});

describe("F24: one licence registered six times", () => {
  const LICENCE = { instrument: INSTRUMENT.extractionLicence, number: "77/GP-UBND", issued: 20240315 };

  function grant(ledger: Ledger, other: Partial<Body<"source.grant">> = {}): Said {
    return ledger.together("authority", "deputy", "source.grant", {
      ...LICENCE,
      issuer: "Ủy ban nhân dân tỉnh Sông Lam",
      holder: province.sandMiner,
      sites: [province.sandMine],
      materials: [MATERIAL.sand],
      capacityYear: { unit: 2, amount: 18 },
      ...other,
    });
  }

  it("sells 18 t a year once: the other five are refused, with another holder and place too", () => {
    const ledger = base.fork();
    const first = ledger.size;
    expect(word(grant(ledger))).toBe("ok");
    const refused = `already-exists ${first}`;
    expect(told(grant(ledger))).toBe(refused);
    expect(told(grant(ledger, { number: "77/GP–UBND" }))).toBe(refused);
    expect(told(grant(ledger, { number: "077/gp-ubnđ" }))).toBe(refused);
    expect(told(grant(ledger, { issuer: "UBND tỉnh Sông Lam" }))).toBe(refused);
    expect(told(grant(ledger, { holder: province.stoneMiner, sites: [province.stoneMine] }))).toBe(refused);
  });

  it("letters for digits, another day of its year or no day are asked, and shown where they are called distinct", () => {
    const ledger = base.fork();
    const first = ledger.size;
    grant(ledger, { number: "171/GP-UBND" });
    for (const other of [
      { number: "l7I/GP-UBND" },
      { number: "171/GP-UBND", issued: 20240316 },
      { number: "171a/GP-UBND" },
    ])
      expect(told(grant(ledger, other))).toBe(`resembles ${first}`);
    const { issued: _, ...undated } = LICENCE;
    const body = { ...undated, number: "171/GP-UBND", issuer: "UBND tỉnh Sông Lam", holder: province.sandMiner };
    const said = ledger.together("authority", "deputy", "source.grant", {
      ...body,
      sites: [province.sandMine],
      materials: [1],
    });
    expect(told(said)).toBe(`resembles ${first}`);
    expect(word(grant(ledger, { number: "171/GP-UBND", issued: 20240316, distinctFrom: [first] }))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toEqual(["called-distinct"]);
  });

  it("honest twins: the next number, the same number of another year, and the ministry's are asked nothing", () => {
    const ledger = base.fork();
    for (const other of [
      {},
      { number: "78/GP-UBND" },
      { issued: 20210205 },
      { number: "77/GP-BNNMT", issuer: "Bộ Nông nghiệp và Môi trường", issued: 20240316 },
    ]) {
      expect([other, word(grant(ledger, other))]).toEqual([other, "ok"]);
      expect(ledger.signals(ledger.size - 1)).toEqual([]);
    }
  });
});

describe("F37: a thousand cubic metres of sand under a code one stroke away from the norm's", () => {
  // 1,000 m³ at 265,000 đ: 265,000,000 đ. The norm of AB.13410 asks for 1,683,600 kg of sand.
  function claim(ledger: Ledger, code: string, other: Parameters<typeof workLine>[3] = {}): Said {
    const line = workLine(1_000_000, 265_000, undefined, { code, ...other });
    return ledger.say("builderB", "annex.propose", annexOf(province, [line]));
  }

  it("in another spelling of the norm's code it needs the norm's recipe", () => {
    for (const code of ["AB.13410", "AB.13410.", "ab.13410", "AB13410", "AB-13410"])
      expect([code, told(claim(base.fork(), code))]).toEqual([code, `annex-recipe ${province.embankment}`]);
  });

  it("with a code that looks like the norm's it is asked, and shown to the treasury where it is called distinct", () => {
    for (const code of ["AB.1341O", "AB.13410a", "AB.134lO", "A8.13410", "AB.13410.1"])
      expect([code, told(claim(base.fork(), code))]).toEqual([code, `annex-code-resembles ${province.embankment}`]);
    const ledger = base.fork();
    expect(word(claim(ledger, "AB.13410a", { distinctFrom: [province.embankment] }))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toContain("called-distinct");
  });

  it("with a blank behind it or a Cyrillic letter in it, it is no code at all", () => {
    for (const code of ["AB.13410 ", " AB.13410", "АB.13410", "AB.13410\n", "AB.\u200b13410"]) {
      const body = annexOf(province, [workLine(1_000_000, 265_000, undefined, { code })]);
      expect([code, misshapen("annex.propose", body)]).toEqual([code, "body.lines[0].code"]);
    }
  });

  it("no leaner recipe comes under a look-alike of the norm's code unasked", () => {
    const ledger = base.fork();
    const [line] = ledger.book.need("recipe", province.embankment).lines;
    const words = { name: "Đắp cát", unit: "m³", source: 2 as const, document: "Thiết kế số 4", waste: 1 };
    const lean = { ...words, lines: [{ ...line!, numerator: 1, denominator: 1000 }], project: province.dyke };
    const set = (code: string) => ledger.together("supervisor", "owner", "recipe.set", { ...lean, code });
    expect(told(set("AB.1341O"))).toBe(`resembles ${province.embankment}`);
    // Under the norm's own code, however written, it is seen to be lean.
    expect(word(set("ab 13410"))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toEqual(["recipe-lean"]);
  });

  it("honest twins: work without material whose code differs by a digit or a letter of its group is claimed as it is", () => {
    for (const code of ["AB.13420", "AB.14310", "AC.13410", "AF.61120", "TT.01", "XX.1"]) {
      const ledger = base.fork();
      expect([code, word(claim(ledger, code))]).toEqual([code, "ok"]);
      expect(ledger.signals(ledger.size - 1)).not.toContain("called-distinct");
    }
    // The norm's recipe serves the line in whatever way the estimate writes code and unit.
    const line = workLine(5000, 265_000, province.embankment, { code: "AB 13410", unit: "m3" });
    expect(word(base.fork().say("builderB", "annex.propose", annexOf(province, [line])))).toBe("ok");
  });
});

describe("F40: a firm that owes comes back as another party", () => {
  const firm = { name: "Công ty TNHH Xây dựng Bến Đá", roles: [ROLE.contractor] };
  const register = (ledger: Ledger, other: Partial<Body<"party.register">>) =>
    ledger.say("root0", "party.register", { ...firm, ...other });

  it("one tax code is one party, under whatever name; letters or a wrong check digit are no tax code", () => {
    const ledger = base.fork();
    const first = ledger.size;
    expect(word(register(ledger, { taxCode: "0300588569" }))).toBe("ok");
    expect(told(register(ledger, { name: "Công ty Mới Tinh", taxCode: "0300588569" }))).toBe(`already-exists ${first}`);
    for (const taxCode of ["MST0300588", "0300588568", "0300588569-1", "0300588569A"])
      expect([taxCode, word(register(ledger, { name: "Công ty Mới Tinh", taxCode }))]).toEqual([
        taxCode,
        "refused: bad-terms",
      ]);
  });

  it("without its tax code it comes back under no spelling of its name", () => {
    const ledger = base.fork();
    const first = ledger.must("root0", "party.register", { ...firm, taxCode: "0300588569" });
    for (const name of [firm.name, "CÔNG TY TNHH XÂY DỰNG BẾN ĐÁ", "Công ty TNHH Xây dựng  Bến Đá."])
      expect([name, told(register(ledger, { name }))]).toEqual([name, `already-exists ${first}`]);
    for (const name of ["Cty TNHH XD Bến Đá", "Công ty TNHH Xây dựng Bến Da", "Cong ty TNHH Xay dung Ben Da"])
      expect([name, told(register(ledger, { name }))]).toEqual([name, `resembles ${first}`]);
  });

  it("honest twins: its branch with three digits more, another firm, and two firms that read alike are parties", () => {
    const ledger = base.fork();
    const first = ledger.must("root0", "party.register", { ...firm, taxCode: "0300588569" });
    const branch = { name: `Chi nhánh ${firm.name}`, taxCode: "0300588569-001" };
    expect(word(register(ledger, branch))).toBe("ok");
    expect(word(register(ledger, { name: "Công ty TNHH Xây dựng Bến Đá 2", taxCode: "0100109106" }))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toEqual([]);
    expect(word(register(ledger, { name: "Công ty TNHH Xây dựng Bến Dạ", distinctFrom: [first] }))).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toEqual(["called-distinct"]);
  });
});

describe("F46: one letter of a neighbour lodged under two scans", () => {
  function letters(): { ledger: Ledger; attest: (document: string, scan: number) => string[] } {
    const ledger = base.fork();
    const source = ledger.agree("authority", "deputy", "source.grant", {
      instrument: INSTRUMENT.neighbourLetter,
      number: "55/SNNMT",
      issuer: "Sở Nông nghiệp và Môi trường tỉnh Hồng Lĩnh",
      holder: province.yardKeeper,
      sites: [province.yard],
      materials: [MATERIAL.sand],
      reserve: { unit: 2, amount: 100 },
    });
    const attest = (document: string, scan: number) => {
      const load = { source, material: MATERIAL.sand, massKg: 10_000, at: province.yard };
      const evidence = new Uint8Array(32).fill(scan);
      ledger.agree("authority", "deputy", "foreign.attest", { ...load, document, evidence });
      return ledger.signals(ledger.size - 1);
    };
    return { ledger, attest };
  }

  it("is seen, however its number is written", () => {
    const { attest } = letters();
    expect(attest("Công văn số 18/SXD-VLXD", 1)).toEqual([]);
    expect(attest("CÔNG VĂN  SỐ 18/SXĐ – VLXD", 2)).toEqual(["paper-twice"]);
  });

  it("honest twin: the next letter is another one", () => {
    const { attest } = letters();
    expect([attest("Công văn số 18/SXD-VLXD", 1), attest("Công văn số 19/SXD-VLXD", 2)]).toEqual([[], []]);
  });

  it("one invoice is one, whether its seller's tax code has a hyphen or none", () => {
    const ledger = base.fork();
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province));
    const body = { number: "1C26TAA-128", day: 20261110, massKg: 10_000, slips: [slip], papers: [] };
    const link = (seller: string, number = body.number) =>
      word(ledger.say("sandMiner", "invoice.link", { ...body, seller, number }));
    expect(link("0300588569-001")).toBe("ok");
    expect(link("0300588569001", "1c26taa 0128")).toBe("refused: already-exists");
  });
});

describe("a name that is taken for an office's", () => {
  const AUTHORITY = "Sở Nông nghiệp và Môi trường tỉnh Sông Lam";

  it("the authority's own name, or one that reads like it, is no mine and no mine's place", () => {
    const ledger = base.fork();
    const mine = (name: string) =>
      told(ledger.say("authority", "party.register", { name, roles: [ROLE.mineOperator] }));
    expect(mine(AUTHORITY)).toBe(`already-exists ${province.authority}`);
    expect(mine(AUTHORITY.toUpperCase())).toBe(`already-exists ${province.authority}`);
    expect(mine("Sở NN&MT tỉnh Sông Lam")).toBe(`resembles ${province.authority}`);
    expect(mine("So Nong nghiep va Moi truong tinh Song Lam")).toBe(`resembles ${province.authority}`);
    const place = { type: SITE_TYPE.mine, party: province.sandMiner };
    for (const name of [AUTHORITY, "Sở Nông nghiệp & Môi trường tỉnh Sông Lam"])
      expect(told(ledger.say("authority", "site.register", { ...place, name }))).toBe(
        `already-exists ${province.authority}`,
      );
  });

  it("Cyrillic letters, line feeds, stacked accents, blanks and unseen signs are no name", () => {
    const bad = [
      "Khо bạc Nhà nước",
      "Mỏ cát\nBãi Sậy",
      "Mo\u0306\u0301 cát",
      " ",
      "\u3164",
      "Mỏ\u200b cát",
      "Mỏ \u0378",
    ];
    for (const name of bad) {
      const body = { name, roles: [ROLE.mineOperator] };
      expect([name, misshapen("party.register", body)]).toEqual([name, "body.name"]);
      const place = { type: SITE_TYPE.mine, party: province.sandMiner, name };
      expect([name, misshapen("site.register", place)]).toEqual([name, "body.name"]);
    }
  });

  it("honest twins: an office's own place bears its name; mines, places of the Highlands and foreign firms bear theirs", () => {
    const ledger = base.fork();
    const own = { type: SITE_TYPE.checkpoint, party: province.authority, name: AUTHORITY };
    expect(word(ledger.say("authority", "site.register", own))).toBe("ok");
    for (const name of ["Mỏ cát Bãi Sậy 2", "Buôn Čư\u0306 M’gar", "Škoda Transportation a.s. – Chi nhánh Việt Nam"]) {
      expect([name, word(ledger.say("authority", "party.register", { name, roles: [ROLE.mineOperator] }))]).toEqual([
        name,
        "ok",
      ]);
      expect(ledger.signals(ledger.size - 1)).toEqual([]);
    }
  });
});
