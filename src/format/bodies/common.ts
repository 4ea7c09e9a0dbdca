// Shapes that several bodies share: references by log index, quantities with their bounds, days and reasons.
import { integer, keyName, list, named, text } from "../shape.ts";

/** A log index: how entries refer to registered things and to each other. */
export const index = named("index", integer(0, 2 ** 32 - 1));
/** Kilograms of one load or part, at most 20,000 tonnes (a sea barge). */
export const loadKg = named("load-kg", integer(1, 20_000_000));
/** Kilograms of a production record or a limit, at most a billion tonnes. */
export const bulkKg = named("bulk-kg", integer(0, 10 ** 12));
/** A calendar day in Vietnam as the integer yyyymmdd. */
export const day = named("day", integer(19000101, 29991231));
/** Whole seconds since 1970-01-01T00:00Z. */
export const seconds = named("seconds", integer(1_577_836_800, 32_503_680_000));
/** A degree in units of 1e-7. */
export const degreeE7 = named("degree-e7", integer(-1_800_000_000, 1_800_000_000));
/** Work quantity in thousandths of its unit. */
export const quantityMilli = named("quantity-milli", integer(1, 10 ** 12));
/** Money in đồng. */
export const dong = named("dong", integer(0, 10 ** 15));
/** The name of a log: it also names the log's key, so it takes no space and no plus sign. */
export const origin = named("origin", keyName(3, 80));
export const name = named("name", text(1, 160));
/** Number, symbol and date of a paper, as its issuer writes it. */
export const document = named("document", text(1, 300));
export const reason = named("reason", text(10, 500));
/** Scale: gross, tare. Draught: displacement before, after. Kilograms. */
export const readings = named("readings", list(integer(0, 20_000_000), 1, 4));
export const permille = named("permille", integer(0, 1000));
/** Kilograms in one cubic metre. */
export const densityKgM3 = named("density-kg-m3", integer(100, 10_000));
