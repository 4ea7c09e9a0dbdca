// Shapes that several bodies share: quantities with their bounds and units, days, names and reasons, each with what people call it.
import { bytes, called, choice, integer, inUnit, keyName, line, list, named, text } from "../shape.ts";

/** The size of a log: how many entries it has. */
export const logSize = called("cỡ sổ", "log size", named("log-size", integer(0, 2 ** 32 - 1)));
/** Kilograms of one load or part, at most 20,000 tonnes (a sea barge). */
export const loadKg = called("khối lượng", "mass", named("load-kg", inUnit("kg", integer(1, 20_000_000))));
/** Kilograms of a production record or a limit, at most a billion tonnes. */
export const bulkKg = called("khối lượng", "mass", named("bulk-kg", inUnit("kg", integer(0, 10 ** 12))));
/** A calendar day in Vietnam as the integer yyyymmdd. */
export const day = called("ngày", "day", named("day", inUnit("day", integer(19000101, 29991231))));
/** A calendar month as the integer yyyymm. */
export const month = called("tháng", "month", named("month", inUnit("month", integer(200001, 299912))));
/** Whole seconds since 1970-01-01T00:00Z. */
export const seconds = named("seconds", inUnit("instant", integer(1_577_836_800, 32_503_680_000)));
/** First and last minute of the day in Vietnam. */
export const hours = called("giờ hoạt động từ, đến", "hours from, to", list(inUnit("minute", integer(0, 1440)), 2, 2));
/** First and last day of a season as mmdd. */
export const season = called(
  "mùa, tháng và ngày",
  "season, month and day",
  list(inUnit("season", integer(101, 1231)), 2, 2),
);
/** A degree in units of 1e-7. */
export const degreeE7 = named("degree-e7", integer(-1_800_000_000, 1_800_000_000));
/** Work quantity in thousandths of its unit. */
export const quantityMilli = called(
  "khối lượng công việc",
  "work quantity",
  named("quantity-milli", inUnit("milli", integer(1, 10 ** 12))),
);
/** Money in đồng. */
export const dong = named("dong", inUnit("dong", integer(0, 10 ** 15)));
/** The name of a log: it also names the log's key, so it takes no space and no plus sign. */
export const origin = called("tên sổ", "log name", named("origin", keyName(3, 80)));
export const name = called("tên", "name", named("name", line(1, 160)));
export const commune = called("xã, phường", "commune", line(1, 80));
/** Number, symbol and date of a paper, as its issuer writes it. */
export const document = called("văn bản", "document", named("document", text(1, 300)));
export const reason = called("lý do", "reason", named("reason", text(10, 500)));
/** The first 8 bytes of a key's hash. */
export const kid = called("mã khóa", "key id", bytes(8));
/** The number of a contract package within its project. */
export const packageNumber = called("gói thầu số", "package", integer(1, 1000));
/** Scale: gross, tare. Draught: displacement before, after. Kilograms. */
export const readings = called(
  "số đọc",
  "readings",
  named("readings", list(inUnit("kg", integer(0, 20_000_000)), 1, 4)),
);
export const permille = named("permille", integer(0, 1000));
export const bandPermille = called("sai số, ‰", "band, ‰", permille);
export const moisturePermille = called("độ ẩm, ‰", "moisture, ‰", permille);
export const yesNo = named("yes-no", choice<number>({ 0: { vi: "không", en: "no" }, 1: { vi: "có", en: "yes" } }));
