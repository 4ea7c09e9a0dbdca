// The money that a dossier asks for and does not get, so that whoever reads nothing else knows what is short, how much money, why, on what
// basis, what cures it, who must do it, until when and where to. The dossier's page and the notice say it with the same words.
import { html } from "hono/html";
import type { MaterialFigure } from "../../format/bodies/payment.ts";
import { LISTED_REASONS, type ListedReason, OUTCOME, type Outcome } from "../../format/codes.ts";
import type { PaperItem } from "../../paper/office-paper.ts";
import { CHAIRS } from "../../rules/book/shared-facts.ts";
import { STATED_REASONS } from "../../rules/payment/true-reasons.ts";
import { chairsAt, partyIn } from "../../rules/registry/chairs.ts";
import { textsAt } from "../../rules/registry/configuration.ts";
import type { View } from "../../store/view.ts";
import type { Content, Markup } from "../../web/layout.ts";
import { definitions, keepTogether } from "../../web/parts.ts";
import { formatDong, formatQuantity, formatTonnes } from "../../words/as-written.ts";
import type { FormTexts } from "../../words/first-configuration.ts";
import { contradictionText, type ShownContradiction } from "./contradiction-view.ts";
import type { Dossier } from "./dossier.ts";
import { evidencedKg, type FiguredLine, materialName } from "./figures-view.ts";

/** The parties and papers that the answers name. */
export type Answerable = {
  readonly contractor: string;
  readonly supervisor: string;
  readonly owner: string;
  readonly treasury: string;
  /** Papers of the package that the reasons hang on: the contract, the acceptance record, the request for payment. */
  readonly hooks: readonly string[];
};

/** The officer's words for what does not follow from the figures. */
export type StatedReason = { readonly reasons: readonly ListedReason[]; readonly stated: string };

export type ShortDossier = {
  readonly dossier: Dossier;
  readonly contradictions: readonly ShownContradiction[];
  readonly texts: FormTexts;
  readonly parties: Answerable;
  readonly outcome?: Outcome;
  readonly own?: StatedReason | undefined;
};

/** Loads the parts of the answers for a dossier: the wording and the papers of its day, and the officer's own reason once it is signed. */
export async function loadShort(
  view: View,
  dossier: Dossier,
  contradictions: readonly ShownContradiction[],
  names: ReadonlyMap<number, string>,
  nowMs: number,
): Promise<ShortDossier> {
  const { claim, project, account } = dossier;
  const decided = claim.decision?.index;
  const indexes = [...claim.signed.map((each) => each.index), ...(decided === undefined ? [] : [decided])];
  const entries = await view.entries([...indexes, ...(decided === undefined ? [] : [claim.review ?? decided])]);
  const atS = entries.find(({ index }) => index === decided)?.eventS ?? Math.floor(nowMs / 1000);
  const { treasury } = chairsAt(project, atS);
  const texts = await view.read((book) => textsAt(book, treasury, atS), decided);
  const papers = entries.flatMap(({ entry }) =>
    entry.kind === "annex.cosign" && entry.body.document !== undefined ? [entry.body.document] : [],
  );
  const review = entries.find(({ entry }) => entry.kind === "review.make")?.entry;
  const own =
    decided !== undefined && review?.kind === "review.make" && review.body.stated !== undefined
      ? { reasons: review.body.reasons, stated: review.body.stated }
      : undefined;
  const [contractor, supervisor, owner] = CHAIRS.map((chair) => {
    const party =
      claim.signed.find((each) => each.chairs.includes(chair))?.party ?? partyIn(project, chair, claim.package);
    return party === undefined ? "" : (names.get(party) ?? "");
  }) as [string, string, string];
  const hooks = [...(account.contract ? [account.contract.document] : []), ...papers];
  const parties = { contractor, supervisor, owner, treasury: names.get(treasury) ?? "", hooks };
  const outcome = claim.decision ? { outcome: claim.decision.outcome } : {};
  return { dossier, contradictions, texts, parties, own, ...outcome };
}

/** The reasons in the order of the lines, each with its cure; always in Vietnamese, since a notice prints them. */
export function shortReasons(of: ShortDossier): PaperItem[] {
  const lines = of.dossier.lines.filter(({ line, figure }) => figure.acceptedDong < line.valueDong);
  return [...lines.map((line) => lineReason(of, line)), ...ownReason(of)];
}

function lineReason(of: ShortDossier, each: FiguredLine): PaperItem {
  const { n, line, figure } = each;
  const dong = formatDong(line.valueDong - figure.acceptedDong);
  const quantity = `${formatQuantity(line.quantityMilli - figure.acceptedMilli)} ${line.unit}`;
  const head = `Hạng mục ${n} (${line.name}): chưa đủ căn cứ ${quantity}, tương ứng ${dong}.`;
  const short = figure.materials.filter((material) => material.insufficientKg > 0 || material.contradictedKg > 0);
  const clauses = short.flatMap((material) => materialReasons(of, material));
  const under =
    short.length > 0
      ? clauses
      : [
          "Dòng điều chỉnh giá của hồ sơ chưa được thanh toán. Cách khắc phục: gửi lại sau khi hồ sơ được điều chỉnh đã được thanh toán.",
        ];
  return { text: head, under };
}

function materialReasons({ contradictions, texts, parties }: ShortDossier, figure: MaterialFigure): string[] {
  const name = materialName(figure.material, "vi");
  const tonnes = (kg: number) => `${formatTonnes(kg)} tấn`;
  const reasons: string[] = [];
  if (figure.insufficientKg > 0) {
    const contradicted = figure.contradictedKg > 0 ? `, có mâu thuẫn ${tonnes(figure.contradictedKg)}` : "";
    reasons.push(
      `${name} cần ${tonnes(figure.demandKg)}, đủ căn cứ ${tonnes(evidencedKg(figure))}${contradicted}, thiếu ${tonnes(figure.insufficientKg)}. ${texts.missing} Cách khắc phục: ${texts.cureMissing} Đơn vị thực hiện: ${parties.contractor} (nhà thầu) bổ sung; ${parties.supervisor} (tư vấn giám sát) và ${parties.owner} (chủ đầu tư) xác nhận.`,
    );
  }
  if (figure.contradictedKg > 0) {
    const own = contradictions.filter((each) => each.material === figure.material);
    const slips = own.filter((each) => each.what === "slip").length;
    const by = slips > 0 ? `${slips} phiếu` : "kết luận kiểm tra";
    const example = own[0] ? ` Ví dụ: ${contradictionText(own[0], "vi")}` : "";
    reasons.push(
      `${name} có mâu thuẫn ${tonnes(figure.contradictedKg)}, theo ${by}. ${texts.contradicted}${example} Cách khắc phục: ${texts.cureContradicted} Đơn vị thực hiện: ${parties.owner} (chủ đầu tư) chủ trì, ${parties.contractor} (nhà thầu) và ${parties.supervisor} (tư vấn giám sát) giải trình.`,
    );
  }
  return reasons;
}

/** The reason that an officer states from other papers; where it refuses evidenced money, that it does. */
function ownReason({ dossier, outcome, own, parties }: ShortDossier): PaperItem[] {
  if (!own) return [];
  const kinds = own.reasons.filter((code) => STATED_REASONS.includes(code)).map((code) => LISTED_REASONS[code].vi);
  const evidencedDong = dossier.result.figures.acceptedDong;
  const whole =
    outcome === OUTCOME.refuse && evidencedDong > 0
      ? ` Vì lý do này, số tiền ${formatDong(evidencedDong)} đã đủ căn cứ nguồn gốc vật liệu cũng chưa được chấp nhận.`
      : "";
  const text = `${kinds.join("; ")}: ${own.stated}${whole} Cách khắc phục: bổ sung, làm rõ nội dung này. Đơn vị thực hiện: ${parties.owner} (chủ đầu tư).`;
  return [{ text, under: [] }];
}

/** The answers that are the same for every reason: basis, papers, time and place. */
export function shortTerms({ texts, parties }: ShortDossier): (readonly [string, string])[] {
  const hooks =
    parties.hooks.length > 0 ? parties.hooks.join("; ") : "hợp đồng và biên bản nghiệm thu chưa ghi trong sổ";
  return [
    ["Căn cứ pháp lý", `${texts.basis}.`],
    ["Giấy tờ đối chiếu", `${hooks}.`],
    ["Thời hạn bổ sung", `${texts.cureBy}.`],
    ["Nơi gửi", `${parties.treasury}.`],
  ];
}

/** Both on the dossier's page; nothing where nothing is short. */
export function shortSection(of: ShortDossier, heading: Content): Markup | "" {
  const reasons = shortReasons(of);
  if (reasons.length === 0) return "";
  return html`<section class="shortfalls" lang="vi"><h2>${heading}</h2><ol class="reasons">${reasons.map(reasonHtml)}</ol>${definitions(shortTerms(of))}</section>`;
}

function reasonHtml({ text, under }: PaperItem): Markup {
  const points = under.map((words) => html`<li>${keepTogether(words)}</li>`);
  return html`<li>${keepTogether(text)}${points.length > 0 ? html`<ul>${points}</ul>` : ""}</li>`;
}
