// A planned licence as the entries that grant it. What the register leaves open is never filled in: a licence without a yearly limit
// or an end, stopped, closed or expired is granted with what it states, so that no row is lost, and suspended in the same breath.
import { AMOUNT_UNIT, OBLIGATION, OBLIGATION_STATE, ROLE, SITE_TYPE, STATUS, type Status } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { toLine, toProse } from "../../spelling/characters.ts";
import { formatDay } from "../../words/as-written.ts";
import type { IsoDate } from "../decimal.ts";
import { fitText, noteOf } from "../note-of-grant.ts";
import type { PlannedGrant, PlannedSite } from "../plan.ts";
import type { Stated } from "../terms.ts";
import { type Factor, factorText, lightest } from "./factors.ts";

const UNSTATED_ISSUER = "Chưa ghi cơ quan cấp";

/** A register's text as entries take it: visible, and one line unless it is a note. */
const clean = (text: string, most: number) => fitText(toLine(text), most).trim();
const cleanNote = (text: string, most: number) => fitText(toProse(text), most).trim();

/** yyyy-mm-dd as the day integer of entries. */
export function dayNumber(day: IsoDate): number {
  return Number(day.replaceAll("-", ""));
}

export function partyBody(name: string): Body<"party.register"> {
  return { name: clean(name, 160), roles: [ROLE.mineOperator] };
}

export function siteBody(site: PlannedSite, party: number): Body<"site.register"> {
  const place = [site.communeText, site.districtText === undefined ? undefined : `${site.districtText} (cũ)`];
  const commune = clean(place.filter((part) => part !== undefined && part !== "").join(", "), 80);
  return { type: SITE_TYPE.mine, name: clean(site.name, 160), party, ...(commune === "" ? {} : { commune }) };
}

/** Indexes of the factors that are in the ledger. */
export type FactorIndex = ReadonlyMap<Factor, number>;

/** The grant of a licence; cubic metres are measured in place and go with the factor of the lightest licensed mineral. */
export function grantBody(
  grant: PlannedGrant,
  at: { party: number; site: number },
  factors: FactorIndex,
): Body<"source.grant"> {
  const { licence } = grant;
  const factor = lightest([...factors.keys()], licence.materials);
  const amount = (stated: Stated | undefined) => statedAmount(stated, factor && factors.get(factor));
  const capacityYear = amount(licence.capacityBinding);
  const reserve = amount(licence.reserveBinding);
  const converted = [capacityYear, reserve].some((each) => each?.unit === AMOUNT_UNIT.m3InPlace);
  const note = [noteOf(grant), converted && factor ? `Quy đổi: ${factorText(factor)}` : ""].filter(
    (line) => line !== "",
  );
  const { from, until } = termOf(grant);
  return {
    instrument: licence.instrument,
    number: clean(licence.number, 80),
    issuer: clean(licence.issuer ?? UNSTATED_ISSUER, 160),
    holder: at.party,
    sites: [at.site],
    materials: [...licence.materials],
    note: cleanNote(note.join("\n"), 2000),
    ...(licence.grantedOn === undefined ? {} : { issued: dayNumber(licence.grantedOn) }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(capacityYear === undefined ? {} : { capacityYear }),
    ...(reserve === undefined ? {} : { reserve }),
    ...(licence.areaM2 === undefined ? {} : { areaM2: licence.areaM2 }),
    ...(licence.depthText === undefined || licence.depthText === "" ? {} : { depth: clean(licence.depthText, 80) }),
  };
}

/** Days that contradict each other give no term: the source is suspended until they are mended. */
function termOf({ licence }: PlannedGrant): { from: number | undefined; until: number | undefined } {
  const from = licence.grantedOn === undefined ? undefined : dayNumber(licence.grantedOn);
  const until = licence.expiresOn === undefined ? undefined : dayNumber(licence.expiresOn);
  return from !== undefined && until !== undefined && until < from ? { from: undefined, until } : { from, until };
}

function statedAmount(stated: Stated | undefined, factor: number | undefined): Body<"source.grant">["capacityYear"] {
  if (stated === undefined) return undefined;
  if (stated.unit === "t") return { unit: AMOUNT_UNIT.tonnes, amount: stated.amount };
  return factor === undefined ? undefined : { unit: AMOUNT_UNIT.m3InPlace, amount: stated.amount, factor };
}

/** Why a licence may not be used although it is granted, and the status that says so; undefined where nothing speaks against it. */
export function standingOf(
  grant: PlannedGrant,
  body: Body<"source.grant">,
): { status: Status; why: string } | undefined {
  const { licence } = grant;
  const asked = (code: string) => grant.questions.some((question) => question.code === code);
  if (licence.state === "closed") return { status: STATUS.closed, why: "sổ giấy phép ghi đã đóng cửa mỏ" };
  const reasons: string[] = [];
  if (licence.state === "stopped") reasons.push("sổ giấy phép ghi dừng khai thác");
  if (licence.state === "expired")
    reasons.push(body.until === undefined ? "sổ giấy phép ghi hết hạn" : `hết hạn ngày ${formatDay(body.until)}`);
  if (body.capacityYear === undefined) reasons.push("chờ bổ sung công suất năm");
  if (body.until === undefined) reasons.push("chờ bổ sung ngày hết hạn");
  if (asked("expiry_before_grant")) reasons.push("chờ làm rõ ngày cấp và ngày hết hạn");
  if (asked("legal_measure")) reasons.push("chờ văn bản về biện pháp xử lý đã nêu");
  return reasons.length === 0 ? undefined : { status: STATUS.suspended, why: reasons.join("; ") };
}

export function statusBody(
  grant: PlannedGrant,
  subject: number,
  standing: { status: Status; why: string },
): Body<"source.status"> {
  const why = `${standing.why.charAt(0).toUpperCase()}${standing.why.slice(1)}`;
  return { subject, status: standing.status, document: clean(`${why} (nhập từ sổ giấy phép, dòng ${grant.row})`, 300) };
}

/** Obligations as the register shows them; a mine not yet working has not shown its start date either. */
export function obligationBody(grant: PlannedGrant, subject: number): Body<"obligation.attest"> | undefined {
  const items: Body<"obligation.attest">["items"] = grant.obligations.map(({ obligation, state, text }) => ({
    obligation,
    state,
    ...(text === undefined || text === "" ? {} : { document: clean(text, 300) }),
  }));
  if (grant.licence.state === "building")
    items.push({ obligation: OBLIGATION.startDate, state: OBLIGATION_STATE.notShown });
  return items.length === 0 ? undefined : { subject, items };
}
