// The office's pages: the treasury's queue, dossiers and papers, the claimants' dossiers, and what anyone may read. Where an address also
// gives JSON, a page is given only to who asks for one; everyone else is passed on to the API.
import { type Context, Hono } from "hono";
import { wantsPage } from "../http/body.ts";
import type { Services } from "../http/services.ts";
import { actPage, actsPage, postAct } from "./office/acts-page.ts";
import { annexForm, postAnnex } from "./office/annex-form.ts";
import { claimPage, claimsPage, postCosign } from "./office/claims-page.ts";
import { configurationPage } from "./office/configuration-page.ts";
import { contestsPage } from "./office/contests-page.ts";
import { duesPage, sourceDuesPage } from "./office/dues-page.ts";
import { entryPage } from "./office/entry-page.ts";
import { estimatePage, postEstimate } from "./office/estimate-page.ts";
import { findingPage, findingsPage } from "./office/findings-page.ts";
import { doorPage } from "./office/first-page.ts";
import { inviteSheetPage, postInviteSheet } from "./office/invite-sheet.ts";
import { enrolPage, keysPage, postEnrol, postInvite, postRefuse, postRegister } from "./office/keys-page.ts";
import { noticePage } from "./office/notice.ts";
import { noticePdf, noticeWorkbook } from "./office/notice-files.ts";
import { originPage } from "./office/origin-page.ts";
import { personsPage, postPersonName } from "./office/persons-page.ts";
import { proposalsPage } from "./office/proposals-page.ts";
import { projectPage, resultsPage, sourcesPage } from "./office/public-pages.ts";
import { queuePage } from "./office/queue-page.ts";
import { postRegisterSheet, registerPage } from "./office/register-page.ts";
import { postDecision, postReview, postSendBack, showDossier } from "./office/result-forms.ts";
import { rulingsPage } from "./office/rulings-page.ts";
import { postSignalClose, signalPage, signalsPage } from "./office/signals-page.ts";
import { postWithdraw } from "./office/withdrawal.ts";
import { openRequest, type PageRequest } from "./request.ts";

type Page = (request: PageRequest) => Promise<Response>;

/** The pages of the office for one service; to be mounted before the JSON resources, which share some addresses. */
export function officePages(services: Services): Hono {
  const app = new Hono();
  const at = (page: Page) => async (context: Context) => page(await openRequest(context, services));
  app.get("/", at(doorPage));
  app.get("/treasury", at(queuePage));
  app.get("/treasury/:annex", at(showDossier));
  app.post("/treasury/:annex/review", at(postReview));
  app.post("/treasury/:annex/send-back", at(postSendBack));
  app.post("/treasury/:annex/decision", at(postDecision));
  app.get("/treasury/:annex/notice", at(noticePage));
  app.get("/treasury/:annex/notice.pdf", at(noticePdf));
  app.get("/treasury/:annex/notice.xlsx", at(noticeWorkbook));
  app.get("/treasury/:annex/line/:n/:material", at(originPage));
  app.get("/claims", at(claimsPage));
  app.get("/claims/new", at(annexForm));
  app.post("/claims/new", at(postAnnex));
  app.get("/claims/:annex{[0-9]+}", at(claimPage));
  app.post("/claims/:annex/cosign", at(postCosign));
  app.post("/claims/:annex/withdraw", at(postWithdraw));
  app.get("/contracts/new", at(estimatePage));
  app.post("/contracts/new", at(postEstimate));
  app.get("/register", at(registerPage));
  app.post("/register", at(postRegisterSheet));
  app.get("/acts", at(actsPage));
  app.get("/acts/:kind", at(actPage));
  app.post("/acts/:kind", at(postAct));
  app.get("/configuration", at(configurationPage));
  app.get("/dues", at(duesPage));
  app.get("/dues/:index{[0-9]+}", at(sourceDuesPage));
  app.get("/persons", at(personsPage));
  app.post("/persons", at(postPersonName));
  app.get("/proposals", at(proposalsPage));
  app.get("/rulings", at(rulingsPage));
  app.get("/contests", at(contestsPage));
  app.get("/results", at(resultsPage));
  app.get("/findings", at(findingsPage));
  app.get("/keys", at(keysPage));
  app.post("/keys/invite", at(postInvite));
  app.get("/keys/sheet", at(inviteSheetPage));
  app.post("/keys/sheet", at(postInviteSheet));
  app.post("/keys/register", at(postRegister));
  app.post("/keys/refuse", at(postRefuse));
  app.get("/enrol/:token{[0-9a-f]{64}}", at(enrolPage));
  app.post("/enrol/:token{[0-9a-f]{64}}", at(postEnrol));
  app.get("/signals/:leaf{[0-9]{1,10}}/:ordinal{[0-9]{1,5}}", at(signalPage));
  app.post("/signals/:leaf{[0-9]{1,10}}/:ordinal{[0-9]{1,5}}/close", at(postSignalClose));
  const shared: readonly [string, Page][] = [
    ["/decisions", resultsPage],
    ["/sources", sourcesPage],
    ["/signals", signalsPage],
    ["/findings/:index{[0-9]+}", findingPage],
    ["/entries/:index{[0-9]+}", entryPage],
    ["/projects/:index{[0-9]+}", projectPage],
  ];
  for (const [path, page] of shared) {
    app.get(path, async (context, next) => (wantsPage(context) ? page(await openRequest(context, services)) : next()));
  }
  return app;
}
