// The closed lists of codes as shapes: each is one rule of the CDDL, so that a body says `material` and the list stands once.
import {
  codesOf,
  INSTRUMENTS,
  MATERIALS,
  MEASURES,
  OBLIGATION_STATES,
  OBLIGATIONS,
  OUTCOMES,
  PHASES,
  ROLES,
  SITE_TYPES,
  STATUSES,
  VEHICLE_CLASSES,
} from "../materials.ts";
import { choice, named } from "../shape.ts";

export const material = named("material", choice(codesOf(MATERIALS)));
export const siteType = named("site-type", choice(codesOf(SITE_TYPES)));
export const role = named("role", choice(codesOf(ROLES)));
export const instrument = named("instrument", choice(codesOf(INSTRUMENTS)));
export const obligation = named("obligation", choice(codesOf(OBLIGATIONS)));
export const obligationState = named("obligation-state", choice(codesOf(OBLIGATION_STATES)));
export const measure = named("measure", choice(codesOf(MEASURES)));
export const vehicleClass = named("vehicle-class", choice(codesOf(VEHICLE_CLASSES)));
export const outcome = named("outcome", choice(codesOf(OUTCOMES)));
export const status = named("status", choice(codesOf(STATUSES)));
export const phase = named("phase", choice(codesOf(PHASES)));
