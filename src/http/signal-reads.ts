// The queue of signals, for machines and for its page: the licensing authority and inspectors read all, a treasury those of its projects.

import type { Context, Hono } from "hono";
import { z } from "zod";
import { signalEntries, signalSentence, subjectOf } from "../rules/readings/signal-words.ts";
import { cursorText, readCursor, type SignalPage, type StoredSignal } from "../store/signal-reader.ts";
import { problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";
import { readSubject, SIGNALS, type Subject } from "../words/signals.ts";
import { wantsPage } from "./body.ts";
import { refuse } from "./problems.ts";
import { closedDesk, isOfficer, mayOpen, mayRead, readsEveryProject } from "./readers.ts";
import type { SignalList } from "./resources.ts";
import type { Services } from "./services.ts";
import type { Who } from "./who.ts";

const query = z.strictObject({
  state: z.enum(["open", "closed", "all"]).default("open"),
  subject: z
    .string()
    .refine((text): text is Subject => readSubject(text) !== undefined)
    .optional(),
  after: z
    .string()
    .transform((text) => readCursor(text))
    .refine((cursor) => cursor !== undefined)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Mounts GET /signals; a browser that navigates gets the page of the same address. */
export function mountSignals(app: Hono, services: Services): void {
  app.get("/signals", async (context, next) => {
    if (wantsPage(context)) return next();
    const page = await signalsFor(context, services);
    if (!page.ok) return refuse(page.problem);
    return context.json(listOf(page.value), 200, { "cache-control": "private, no-cache" });
  });
}

/** The signals that a request asks for, as far as who asks may see them, or why not. */
export async function signalsFor(context: Context, services: Services): Promise<Result<SignalPage>> {
  const who = await services.who(context);
  if (!mayOpen(who, "signals")) return refused(closedDesk(who, "signals"));
  const asked = query.safeParse(context.req.query());
  if (!asked.success)
    return refused(
      problem("bad-request", {
        expected: "form",
        form: "state=open|closed|all, subject=slip/12, after, limit 1–200",
      }),
    );
  const { after, subject, ...rest } = asked.data;
  const projects = await projectsOf(services, who);
  return ok(
    await services.view.signalPage({
      ...rest,
      ...(subject === undefined ? {} : { subject }),
      ...(after === undefined ? {} : { after }),
      ...(projects === undefined ? {} : { projects }),
    }),
  );
}

/** One signal by its leaf and its place there, where who asks may see it, or why not. */
export async function signalFor(
  context: Context,
  services: Services,
  leaf: number,
  ordinal: number,
): Promise<Result<StoredSignal>> {
  const who = await services.who(context);
  if (!mayOpen(who, "signals")) return refused(closedDesk(who, "signals"));
  const signal = await services.view.signalAt(leaf, ordinal);
  if (!signal) return refused(problem("not-found", { what: "signal", index: leaf }));
  const { project } = signal;
  const theirs = await services.view.read((book) => mayRead(book, who, { what: "signal", project }));
  return theirs ? ok(signal) : refused(problem("no-standing", { need: "authority-inspector-or-treasury" }));
}

/** True if the visitor may sign the closing of a signal that it may see: rules/oversight/signal-close.ts judges by the same. */
export function mayCloseSignal(who: Who, signal: StoredSignal): boolean {
  return readsEveryProject(who) || SIGNALS[signal.code].owner === "treasury";
}

/** The projects whose signals a visitor sees; undefined for all there are. */
async function projectsOf({ view }: Services, who: Who): Promise<number[] | undefined> {
  if (readsEveryProject(who)) return undefined;
  const listed = await view.wholeOf("projects", who.parties);
  const projects = await view.facts("project", listed);
  return listed.filter((index) => {
    const project = projects.get(String(index));
    return project !== undefined && isOfficer(who, project);
  });
}

function listOf({ signals, next }: SignalPage): SignalList {
  return { signals: signals.map(signalResource), next: next ? cursorText(next) : null };
}

function signalResource(signal: StoredSignal): SignalList["signals"][number] {
  const { leaf, ordinal, code, subject, project, figures, receivedMs, closed } = signal;
  const { severity, owner, step } = SIGNALS[code];
  return {
    leaf,
    ordinal,
    code,
    severity,
    owner,
    subject: { ...subjectOf(subject) },
    project,
    figures: { ...figures },
    vi: signalSentence(signal, "vi"),
    en: signalSentence(signal, "en"),
    step: { ...step },
    entries: signalEntries(signal),
    raised: new Date(receivedMs).toISOString(),
    closed: closed && { entry: closed.index, party: closed.party, reason: closed.reason },
  };
}
