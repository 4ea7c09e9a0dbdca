// Invoices: what a seller charges for, beside the slips and papers that it names. One invoice may go on over several entries, and one load is
// charged once.
import type { Body } from "../../format/kinds.ts";
import { bare } from "../../spelling/folding.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, notFound, partyOf, type RuleResult } from "../acts/context.ts";
import { HOLDERS, type Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";
import { uncertaintyKg } from "../weighing/uncertainty.ts";

/** An invoice covers named slips and papers; a slip or paper that another invoice covers already contradicts. */
function linkInvoice(context: Context, body: Body<"invoice.link">): RuleResult {
  const { book, index } = context;
  const refusal = checkInvoice(context, body);
  if (refusal) return refusal;
  const number = numberOf(body);
  const stored = book.get("invoice", number);
  const parts = [...(stored?.parts ?? []), body.part ?? 1];
  book.put("invoice", number, stored ? { ...stored, parts } : { index, party: partyOf(context), parts });
  let twice: { covered: string; index: number } | undefined;
  for (const covered of [
    ...body.slips.map((slip) => `slip/${slip}` as const),
    ...body.papers.map((paper) => `paper/${paper}` as const),
  ]) {
    const before = book.get("invoiced", covered);
    if (before) {
      twice ??= { covered, index: before.invoice };
      book.signal("invoiced-twice", covered, { invoice: index, before: before.invoice });
    } else book.put("invoiced", covered, { invoice: index });
  }
  noticeMass(context, body);
  const figures = twice && ({ what: "invoice-of", value: twice.covered, index: twice.index } as const);
  return figures && { disagrees: problem("already-exists", figures) };
}

/** An invoice by its seller and number, however it is written: "1C26TAA-128" and "1c26taa 00000128" are one. */
function numberOf({ seller, number }: Body<"invoice.link">): string {
  return `${bare(seller)}/${bare(number).replace(/(?<=[A-Z])0+(?=[0-9])/, "")}`;
}

function checkInvoice(context: Context, body: Body<"invoice.link">): CheckResult {
  const { book } = context;
  const stored = book.get("invoice", numberOf(body));
  // Another party's word about the same invoice is no further part of it.
  if (stored && (stored.party !== partyOf(context) || stored.parts.includes(body.part ?? 1)))
    return problem("already-exists", { what: "invoice", value: body.number, index: stored.index });
  if (body.slips.length + body.papers.length === 0)
    return problem("bad-body", { path: "body.slips", expected: "slips-or-papers" });
  const unknown = [
    ...mapLoading(body.slips, (slip) => (book.get("slip", slip) ? undefined : notFound("slip", slip))),
    ...mapLoading(body.papers, (paper) => (book.get("paper", paper) ? undefined : notFound("paper", paper))),
  ];
  return unknown.find((each) => each !== undefined);
}

/** An invoice states what was sent or what was received, or something between, as far as weighing can tell. */
function noticeMass({ book, index }: Context, { slips, papers, massKg: invoice_kg }: Body<"invoice.link">): void {
  const loads = mapLoading(slips, (slip) => loadOf(book, slip));
  const papersKg = papers.reduce((kg, paper) => kg + book.need("paper", paper).massKg, 0);
  const covered_kg = loads.reduce((kg, each) => kg + each.sentKg, papersKg);
  const received_kg = loads.reduce((kg, each) => kg + each.receivedKg, papersKg);
  const withinKg = uncertaintyKg(loads.map((each) => each.bandKg));
  const least = Math.min(covered_kg, received_kg) - withinKg;
  const most = Math.max(covered_kg, received_kg) + withinKg;
  if (invoice_kg < least || invoice_kg > most)
    book.signal("invoice-differs", `entry/${index}`, { invoice_kg, covered_kg, received_kg });
}

/** A load as it was sent, and as it was received where it has come. */
function loadOf(book: Book, index: number): { sentKg: number; receivedKg: number; bandKg: number } {
  const { bookKg: sentKg, bandKg } = book.need("slip", index);
  const { status, receivedKg } = book.need("slipState", index);
  return { sentKg, receivedKg: status === "received" ? receivedKg : sentKg, bandKg: sentKg === 0 ? 0 : bandKg };
}

export const INVOICE_ROWS = {
  "invoice.link": { nature: "observation", signers: HOLDERS, apply: linkInvoice },
} satisfies Rows;
