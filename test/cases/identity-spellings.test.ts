// Một biển số, một giấy phép, một mã: spellings two by two, and what they are to each other. Spelt by hand: = one thing, ~ looks like one
// (whoever enters it is asked), / two things.
import { describe, expect, it } from "vitest";
import { bare } from "../../src/spelling/folding.ts";
import { LICENCES } from "../../src/spelling/licences.ts";
import { type Likeness, type Spelling, type Spelt, shareLook } from "../../src/spelling/likeness.ts";
import { NAMES } from "../../src/spelling/office-names.ts";
import { PLATES, plateKey } from "../../src/spelling/plates.ts";
import { firmOf, isTaxCode, TAX_CODES } from "../../src/spelling/tax-codes.ts";
import { unitKey, WORK_CODES } from "../../src/spelling/work-codes.ts";

const SIGN: Record<Likeness, string> = { equal: "=", resembles: "~", different: "/" };

const counts = new Map<Spelling, number>();

/** Each line: a spelling, a sign and another spelling. */
function hold(spelling: Spelling, table: string, written: (text: string) => Spelt): void {
  const rows = table
    .trim()
    .split("\n")
    .map((row) => /^(.+?) ([=~/]) (.+)$/.exec(row.trim())!.slice(1) as [string, string, string]);
  counts.set(spelling, (counts.get(spelling) ?? 0) + rows.length);
  it.each(rows)("%s %s %s", (one, sign, other) => {
    const [a, b] = [written(one.trim()), written(other.trim())];
    expect([SIGN[spelling.compare(a, b)], SIGN[spelling.compare(b, a)]]).toEqual([sign, sign]);
    expect([spelling.compare(a, a), spelling.compare(b, b)]).toEqual(["equal", "equal"]);
    // The book finds what equals or resembles by a look that both have.
    if (sign !== "/") expect(shareLook(spelling.looks(a), spelling.looks(b))).toBe(true);
  });
}

describe("biển số đường bộ · plates of the road", () => {
  hold(
    PLATES,
    `77C-042.69 = 77C-042.69
     77C-042.69 = 77C04269
     77C-042.69 = 77C-04269
     77C-042.69 = 77C042.69
     77C-042.69 = 77C-042.69.
     77C-042.69 = 77C--042.69
     77C-042.69 = 77C-042-69
     77C-042.69 = 77c-042.69
     77C-042.69 = 77C 042 69
     77C-042.69 = 77С-042.69
     77C-042.69 = 77Ϲ-042.69
     77C-042.69 = ７７Ｃ－０４２．６９
     77C-042.69 = ٧٧C-042.69
     77C-042.69 = ۷۷C-042.69
     77C-042.69 = 77C-O42.69
     77C-042.69 = 77C-о42.69
     77C-042.69 = 77C\u200b-042.69
     77C-042.69 = 77C–042.69
     77C-042.69 = 77Ć-042.69
     77D-042.69 = 77Đ-042.69
     77D-042.69 = 77đ-042.69
     77D-042.69 = 77Ð-042.69
     51D-011.11 = 51D-0II.11
     77C-042.69 ~ 77C-042.G9
     77C-042.69 ~ 77C-04Z.69
     77C-042.65 ~ 77C-042.6S
     77C-042.68 ~ 77C-042.6B
     77C-012.69 ~ 77C-0L2.69
     77C-042.69 ~ 77C-042.69A
     77C-042.69 ~ 77C-042.69bis
     77C-042.69 / 77C-042.68
     77C-042.69 / 77C-042.96
     77C-042.69 / 77C-142.69
     77C-042.69 / 77H-042.69
     77C-042.69 / 77R-042.69
     77C-042.69 / 78C-042.69
     77C-042.69 / 77C-0426
     77C-042.69 / 77C-042.691
     77H-0426 = 77H 0426
     77H-0426 / 77H-042.61
     77H-0426 / 77C-0426
     33M-1234 / 29M-1234
     33M-1234 / 30M-1234
     15C-123.45 / 34C-123.45
     37C-123.45 / 38C-123.45
     61C-123.45 / 51C-123.45
     72C-123.45 / 50C-123.45
     29LD-123.45 = 29LD 12345
     29LD-123.45 = 29LĐ-123.45
     29LD-123.45 / 29L-123.45
     29KT-123.45 / 29K-123.45
     80A-123.45 / 80B-123.45
     29R-012.34 = 29R01234
     29R-012.34 / 29C-012.34
     29RM-012.34 / 29R-012.34
     29MK-012.34 / 29M-012.34
     29CD-012.34 / 29C-012.34
     29CD-012.34 = 29CĐ-012.34
     29MĐ1-234.56 = 29MD1-234.56
     29NG-123-45 = 29 NG 123.45
     29NN-123-45 / 29NG-123-45
     29QT-001-02 / 29NG-001-02
     29QT-001-02 = 29 QT 00102
     T29-123.45 / 29T-123.45
     T29-123.45 = T29 12345`,
    (plate) => [plate, "road"],
  );
});

describe("biển đỏ quân đội, xe nước ngoài quá cảnh · army plates and transit", () => {
  hold(
    PLATES,
    `TM-12-34 = TM 12 34
     TM-12-34 = tm1234
     TM-12-34 = TМ-12-34
     TM-12-34 / TM-12-35
     TM-12-34 / TH-12-34
     QA-12-34 / QB-12-34
     QA-12-34 / QH-12-34
     KA-12-34 / KB-12-34
     AD-12-34 = AĐ-12-34
     BB-12-34 / BC-12-34
     KB-12-34 ~ K8-12-34
     KB-12-34 / KP-12-34
     UN-1234 = UN 1234
     UN-1234 / UN-12345
     2A-1234 = 2A 1234
     2A-1234 / 2B-1234
     PP-3A-5678 = PP3A 5678
     F-A1234 = F A1234
     F-A1234 / F-A1235
     F-A1234 / F-B1234`,
    (plate) => [plate, "road"],
  );
});

describe("số đăng ký tàu, sà lan · boats and inland vessels", () => {
  hold(
    PLATES,
    `SG-1234 = SG1234
     SG-1234 = SG 1234
     SG-1234 = sg-1234
     SG-1234 = ＳＧ-1234
     SG-1234 / SG-12345
     SG-1234 / SG-1235
     SG-1234 ~ 56-1234
     BTr-0123 = BTR-0123
     BTr-0123 / BTh-0123
     BĐ-0123 = BĐ 0123
     BĐ-0123 ~ BD-0123
     LĐ-0123 ~ LD-0123
     ĐT-01234 ~ DT-01234
     ĐN-00123 / ĐN-0123
     ĐNo-0123 ~ ĐN-00123
     HP-1234 / HY-1234
     HD-1234 ~ HĐ-1234
     QN-1234 / QNa-1234
     TG-12345 = TG.12345
     TG-12345 / TB-12345
     AG-01234 / AG-01243
     LA-05678 / LA-O5679
     LA-05678 ~ LA-O5678
     VL-10203 ~ V1-10203
     CT-04512 ~ CT-045I2
     CT-04512 ~ CT-04512H`,
    (plate) => [plate, "water"],
  );

  it("a lorry of the army and a vessel of Thanh Hóa may have one plate: asked, not refused", () => {
    expect(PLATES.compare(["TH-12-34", "road"], ["TH-1234", "water"])).toBe("resembles");
    expect(plateKey("th 12.34")).toBe(plateKey("TH-1234"));
  });
});

describe("giấy phép: số, cơ quan, ngày · licences by number, issuer and day", () => {
  hold(
    LICENCES,
    `412/GP-UBND|UBND tỉnh Sông Lam|20240315 = 412/GP-UBND|Ủy ban nhân dân tỉnh Sông Lam|20240315
     412/GP-UBND|UBND tỉnh Sông Lam|20240315 = 412/GP-UBND|Uỷ ban nhân dân tỉnh Sông Lam|20240315
     412/GP-UBND|UBND|20240315 = 412/GP–UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 = 412/gp-ubnd|ubnd|20240315
     412/GP-UBND|UBND|20240315 = 412 / GP - UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 = 412/GP-UBNĐ|UBND|20240315
     412/GP-UBND|UBND|20240315 = 412/GР-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 = ４１２/GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 = ٤١٢/GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 = Số 412/GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 = Giấy phép số 0412/GP-UBND|UBND|20240315
     08/GP-UBND|UBND|20240315 = 8/GP-UBND|UBND|20240315
     8/GP-UBND|UBND| = 08/GP-UBND|UBND|
     412/GP-UBND|UBND|20240315 ~ 4l2/GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 ~ 4I2/GP-UBND|UBND|20240315
     402/GP-UBND|UBND|20240315 ~ 4O2/GP-UBND|UBND|20240315
     415/GP-UBND|UBND|20240315 ~ 41S/GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 ~ 412a/GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 ~ 412/GP-U8ND|UBND|20240315
     412/GP-UBND|UBND|20240315 ~ 412/GP|UBND|20240315
     412/GP-UBND|UBND|20240315 ~ GP412/UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 ~ 412GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 ~ 412/GP-UBND (gia hạn)|UBND|20240315
     412/GP-UBND|UBND|20240315 ~ 412/GP-UBND|UBND|20240316
     412/GP-UBND|UBND|20240315 ~ 412/GP-UBND|UBND|20241231
     412/GP-UBND|UBND|20240315 ~ 4l2/GP-UBND|UBND|20240316
     412/GP-UBND|UBND|20240315 ~ 412/GP-UBND|UBND|
     412/GP-UBND|UBND tỉnh Sông Lam|20240315 ~ 412/GP-UBND|UBND tỉnh|20240315
     412/GP-UBND|UBND|20240315 ~ 412/GP-UBND|Sở Tài nguyên|20240315
     412/GP-UBND|UBND|20240315 ~ 412/QĐ-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 / 413/GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 / 421/GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 / 41/GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 / 4120/GP-UBND|UBND|20240315
     412/GP-UBND|UBND|20240315 / 412/GP-UBND|UBND|20230315
     412/GP-UBND|UBND|20240315 / 412/GP-UBND|UBND|20250105
     211/GP-UBND|Tỉnh cấp|20060609 / 211/GP-UBND|Tỉnh cấp|20210205
     233/GP-BTNMT|Bộ cấp|20180123 / 233/GP-UBND|Tỉnh cấp|20180124
     12/GP-UBND|UBND|20240315 / 12/QĐ-UBND|UBND|20240920
     12/GP-UBND|UBND tỉnh Hà Giang|20220315 / 12/GP-UBND|UBND tỉnh Tuyên Quang|20220520
     12/GP-UBND|UBND tỉnh Hà Giang|20220315 ~ 12/GP-UBND|UBND tỉnh Tuyên Quang|20220315
     12/GP-BNNMT|Bộ NN&MT|20250715 / 13/GP-BNNMT|Bộ NN&MT|20250715
     1/2022/GP|UBND|20220315 / 12/022/GP|UBND|20220315
     Không số|UBND|20240315 = không  số|UBND|20240315
     Không số|UBND|20240315 / Khác|UBND|20240315`,
    (text) => text.split("|"),
  );
});

describe("mã hiệu công việc · codes of works", () => {
  hold(
    WORK_CODES,
    `AB.13410 = AB.13410
     AB.13410 = AB13410
     AB.13410 = AB.13410.
     AB.13410 = ab.13410
     AB.13410 = AB 13410
     AB.13410 = AB-13410
     AB.13410 = AB.13410*
     AB.13410 = (AB.13410)
     AB.13410 = АB.13410
     AB.13410 = ΑΒ.13410
     AB.13410 = ＡＢ.13410
     AB.13410 = AB.١٣٤١٠
     AB.13410 = ẠB.13410
     AD.11212 = AĐ.11212
     AB.13410 ~ AB.1341O
     AB.13410 ~ AB.134l0
     AB.13410 ~ AB.I3410
     AB.13410 ~ A8.13410
     AB.13410 ~ AB.13410a
     AB.13410 ~ AB.13410VD
     AB.13410 ~ AB.13410 vận dụng
     AB.13410 ~ AB.13410S
     AB.13410 ~ AB.13410B
     AB.13410 ~ AB.13a410
     AB.13410 ~ AB.13.410
     AB.13410 ~ AB.13410.1
     AB.13410 ~ AB.134101
     AB.13410.1 ~ AB.13410.2
     AB.13410a ~ AB.13410b
     AF.11230 ~ AF.1123O
     AF.11230 ~ AF.11Z30
     AB.13410 / AB.13411
     AB.13410 / AB.13420
     AB.13410 / AB.14310
     AB.13410 / AB.1341
     AB.13410 / AF.13410
     AB.13410 / BA.13410
     AB.13410 / AC.13410
     AB.13410 / SA.13410
     AB.13410 / VAB.13410
     AF.11230 / AF.11231
     AF.61120 / AF.61130
     AK.98110 / AK.98120
     TT.01 = TT 01
     TT.01 ~ TT.0l
     TT.01 / TT.02
     TT.01 / TT.10
     TT.1.12 ~ TT.11.2
     TT.1.12 / TT.1.13
     02.1211 = 02-1211
     02.1211 / 02.1212
     XX.1 / XX.2`,
    (code) => [code],
  );
});

describe("mã số thuế · tax codes", () => {
  hold(
    TAX_CODES,
    `0100109106 = 0100109106
     0300588569-001 = 0300588569001
     0300588569 / 0300588569-001
     0300588569-001 / 0300588569-002
     0100109106 / 0300588569`,
    (code) => [code],
  );

  // 0100109106: 1×29 + 1×17 + 9×7 + 1×5 = 114 = 10 × 11 + 4, and 10 − 4 = 6.
  it.each([
    ["0100109106", true],
    ["0300588569", true],
    ["0300588569-001", true],
    ["0300588569001", true],
    ["0100109105", false],
    ["0100109107", false],
    ["1000109106", false],
    ["010010910", false],
    ["01001091060", false],
    ["0300588569-01", false],
    ["0300588569.001", false],
    ["0300588569 001", false],
    ["030058856O", false],
    ["KHONGCOMST", false],
    ["001099012345", false],
    [" 0100109106", false],
  ])("%j is one: %s", (code, is) => expect(isTaxCode(code)).toBe(is));

  it("a branch belongs to the firm of its first ten digits", () => {
    expect([firmOf("0300588569-001"), firmOf("0300588569")]).toEqual(["0300588569", "0300588569"]);
  });
});

describe("tên cơ quan, doanh nghiệp · names", () => {
  hold(
    NAMES,
    `Kho bạc Nhà nước khu vực XI = KHO BẠC NHÀ NƯỚC KHU VỰC XI
     Kho bạc Nhà nước khu vực XI = Kho bạc  Nhà nước, khu vực XI
     Kho bạc Nhà nước khu vực XI = Kho bạc Nhà nước – khu vực XI.
     Công ty TNHH Đá Hòa Phát = công ty tnhh đá hòa phát
     Công ty A & B = Công ty A-B
     Kho bạc Nhà nước khu vực XI ~ Khо bạc Nhà nước khu vực XI
     Kho bạc Nhà nước khu vực XI ~ Kho bac Nha nuoc khu vuc XI
     Kho bạc Nhà nước khu vực XI ~ KBNN khu vực XI
     Kho bạc Nhà nước khu vực XI ~ Kho bạc Nhà nước khu vực Xl
     Kho bạc Nhà nước khu vực XI ~ Kho bạc Nhà nước khu vực X1
     Kho bạc Nhà nước khu vực XI ~ Khobạc Nhà nước khu vực XI
     Ủy ban nhân dân tỉnh Sông Lam ~ Uỷ ban nhân dân tỉnh Sông Lam
     Ủy ban nhân dân tỉnh Sông Lam ~ UBND tỉnh Sông Lam
     Công ty TNHH Hòa Bình ~ Công ty TNHH Hoà Bình
     Công ty TNHH Hòa Bình ~ Công ty TNHH Hoa Bình
     Công ty TNHH Hòa Bình ~ Cty TNHH Hòa Bình
     Công ty CP Đá Núi Hương ~ Công ty Cổ phần Đá Núi Hương
     Công ty TNHH MTV Cát Sông Lam ~ Công ty TNHH Một thành viên Cát Sông Lam
     Công ty TNHH XD và TM Thành Công ~ Công ty TNHH Xây dựng & Thương mại Thành Công
     Công ty TNHH Ánh Dương / Công ty TNHH Ánh Dương 2
     Công ty TNHH Ánh Dương / Công ty TNHH Ánh Sương
     Công ty TNHH Ánh Dương / Công ty CP Ánh Dương
     Hợp tác xã Tân Lập 1 / Hợp tác xã Tân Lập 2
     Kho bạc Nhà nước khu vực XI / Kho bạc Nhà nước khu vực XII
     Kho bạc Nhà nước khu vực XI / Kho bạc Nhà nước khu vực IX
     Công an tỉnh Sông Lam / Trạm kiểm soát Công an tỉnh Sông Lam
     UBND xã Tân Lập (huyện Vũ Thư) / UBND xã Tân Lập (huyện Mộc Châu)`,
    (name) => [name],
  );
});

it("units and documents have one form", () => {
  expect(["m³", "m3", "M3", "m 3"].map(unitKey)).toEqual(["M3", "M3", "M3", "M3"]);
  expect([unitKey("100m²"), unitKey("tấn"), unitKey("%"), unitKey("‰")]).toEqual(["100M2", "TAN", "%", "‰"]);
  expect(bare("Hóa đơn 1C26TAA-128")).toBe(bare("HOÁ ĐƠN  1C26TAA 128"));
  expect(bare("Hóa đơn 1C26TAA-128")).not.toBe(bare("Hóa đơn 1C26TAA-129"));
});

it("the tables have their 200 lines and more, and each sort of thing its own", () => {
  const rows = [PLATES, LICENCES, WORK_CODES, TAX_CODES, NAMES].map((sort) => counts.get(sort) ?? 0);
  expect(rows).toEqual([111, 45, 52, 5, 27]);
  expect(rows.reduce((sum, each) => sum + each, 0)).toBe(240);
});
