// The printed result of a dossier: as it was signed, with what has happened since beside it. A reversed result keeps its paper.

import { html } from "hono/html";
import QRCode from "qrcode";
import { hex } from "../../format/bytes.ts";
import { personNames } from "../../http/person-names.ts";
import { positionAt } from "../../rules/acts/officer-duties.ts";
import { chairsAt } from "../../rules/registry/chairs.ts";
import type { StoredEntry } from "../../store/view.ts";
import { paperHtml } from "../../web/paper-html.ts";
import { printPage } from "../../web/print.ts";
import { problem } from "../../words/problem.ts";
import { answer, type PageRequest, refusePage } from "../request.ts";
import { pastResults, sinceSection } from "./aftermath.ts";
import { type DossierView, openDossier } from "./dossier-page.ts";
import { fileLinks } from "./file-links.ts";
import { officePaper, type ResultPaper } from "./letter.ts";

/** The printed result of a decided dossier; `?result=` names one of several. */
export async function noticePage(request: PageRequest): Promise<Response> {
  const opened = await openPaper(request, "notice");
  if (opened instanceof Response) return opened;
  const { view, result } = opened;
  const paper = officePaper(result);
  const svg = await QRCode.toString(paper.end.qr, { type: "svg", margin: 0, errorCorrectionLevel: "M" });
  const since = sinceSection(view.since, "Sau khi kết quả này được ký:");
  const body = html`${fileLinks(view.dossier.annex, result.decision.index, "vi")}${since}${paperHtml(paper, svg)}`;
  const { assets } = request.services;
  const back = wayBack(view.dossier.annex);
  return answer(printPage({ lang: "vi", title: paper.title, paper: "a4", assets, body, back }));
}

const wayBack = (annex: number) => ({ path: `/treasury/${annex}`, text: "Về hồ sơ" });

/** A signed result with the dossier that it decided. */
export type OpenedPaper = { readonly view: DossierView; readonly result: ResultPaper };

/** The result of the path for who may read its dossier, or the answer that says why not; `file` is the last part of the path. */
export async function openPaper(request: PageRequest, file: string): Promise<OpenedPaper | Response> {
  const view = await openDossier(request);
  if (view instanceof Response) return view;
  const { annex, claim } = view.dossier;
  if (claim.decision) return { view, result: await paperOf(request, view, claim.decision.index) };
  const [last] = await pastResults(request.services.view, annex);
  if (last) return request.context.redirect(`/treasury/${annex}/${file}?result=${last.index}`, 303);
  return refusePage(request, problem("wrong-state", { expected: "decided-dossier" }), wayBack(annex));
}

async function paperOf(request: PageRequest, view: DossierView, index: number): Promise<ResultPaper> {
  const { dossier, contradictions, parties, setOffs, short } = view;
  const [decision] = await request.services.view.entries([index]);
  if (decision?.entry.kind !== "decision.sign") throw new Error(`entry ${index} is no result`);
  const said = decision.entry.body;
  const [review] = await request.services.view.entries([said.review]);
  if (review?.entry.kind !== "review.make") throw new Error(`entry ${said.review} is no review`);
  const chairs = chairsAt(dossier.project, Math.floor(decision.receivedMs / 1000));
  return {
    origin: request.services.origin,
    dossier,
    contradictions,
    short,
    decision,
    said,
    review: { index: review.index, words: review.entry.body },
    owner: parties.get(chairs.owner) ?? "",
    treasury: parties.get(chairs.treasury) ?? "",
    setOffs,
    ...(await signerOf(request, decision)),
  };
}

/** The position that the signer of an entry held when the log had it, and the signer's name if it is kept. */
async function signerOf(
  { services }: PageRequest,
  { index, entry, receivedMs }: StoredEntry,
): Promise<Pick<ResultPaper, "position" | "signer">> {
  const key = await services.view.fact("key", hex(entry.kid));
  if (typeof key?.person !== "number") return { position: undefined, signer: undefined };
  const [person, names] = await Promise.all([
    services.view.fact("person", key.person),
    personNames(services, [key.person]),
  ]);
  const positions = (person?.positions ?? []).filter((each) => each.index < index);
  return { position: positionAt({ positions }, Math.floor(receivedMs / 1000)).own, signer: names.get(key.person) };
}
