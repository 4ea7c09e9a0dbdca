// The closed lists of codes as shapes: each is one rule of the CDDL, so that a body says `material` and the list is written once.
import * as codes from "../codes.ts";
import { choice, named } from "../shape.ts";

export const material = named("material", choice(codes.namesOf(codes.MATERIALS)));
export const siteType = named("site-type", choice(codes.namesOf(codes.SITE_TYPES)));
export const role = named("role", choice(codes.namesOf(codes.ROLES)));
export const instrument = named("instrument", choice(codes.namesOf(codes.INSTRUMENTS)));
export const obligation = named("obligation", choice(codes.namesOf(codes.OBLIGATIONS)));
export const obligationState = named("obligation-state", choice(codes.namesOf(codes.OBLIGATION_STATES)));
export const measure = named("measure", choice(codes.namesOf(codes.MEASURES)));
export const vehicleClass = named("vehicle-class", choice(codes.namesOf(codes.VEHICLE_CLASSES)));
export const outcome = named("outcome", choice(codes.namesOf(codes.OUTCOMES)));
export const status = named("status", choice(codes.namesOf(codes.STATUSES)));
export const phase = named("phase", choice(codes.namesOf(codes.PHASES)));
export const phasedRule = named("phased-rule", choice(codes.namesOf(codes.PHASED_RULES)));
export const amountUnit = named("amount-unit", choice(codes.namesOf(codes.AMOUNT_UNITS)));
export const factorUse = named("factor-use", choice(codes.namesOf(codes.FACTOR_USES)));
export const recipeSource = named("recipe-source", choice(codes.namesOf(codes.RECIPE_SOURCES)));
export const direction = named("direction", choice(codes.namesOf(codes.DIRECTIONS)));
export const colour = named("colour", choice(codes.namesOf(codes.COLOURS)));
export const claimKind = named("claim-kind", choice(codes.namesOf(codes.CLAIM_KINDS)));
export const listedReason = named("listed-reason", choice(codes.namesOf(codes.LISTED_REASONS)));
export const recoveryClosure = named("recovery-closure", choice(codes.namesOf(codes.RECOVERY_CLOSURES)));
export const settlementOutcome = named("settlement-outcome", choice(codes.namesOf(codes.SETTLEMENT_OUTCOMES)));
