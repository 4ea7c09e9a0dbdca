// The paper of a signed result as files: a PDF, and a workbook of its figures. The programs that write them, and the fonts, are loaded when the first one
// is asked for. A long one takes a second or two, so that only some are made at a time.
import { noRoom } from "../../http/limits.ts";
import { PAGE_HEADERS } from "../../web/layout.ts";
import { type PageRequest, refusePage } from "../request.ts";
import { officePaper } from "./letter.ts";
import { type OpenedPaper, openPaper } from "./notice.ts";
import { noticeSheets } from "./notice-workbook.ts";

const PDF = { ending: "pdf", type: "application/pdf" } as const;
const XLSX = {
  ending: "xlsx",
  type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;
type FileKind = typeof PDF | typeof XLSX;

/** The same paper as the page, for A4, with an empty field for a digital signature. */
export function noticePdf(request: PageRequest): Promise<Response> {
  return fileOf(request, PDF, async ({ result }) => {
    const { paperPdf } = await import("../../paper/pdf/write-pdf.ts");
    return paperPdf(officePaper(result), request.services.assets.paperFont);
  });
}

/** Work lines, material and loads of the result, to reckon with. */
export function noticeWorkbook(request: PageRequest): Promise<Response> {
  return fileOf(request, XLSX, async ({ result }) => {
    const { workbookOf } = await import("../../paper/workbook.ts");
    return workbookOf(await noticeSheets(request.services.view, result));
  });
}

/** Seconds after which a sender who found no room may ask again. */
const AGAIN_S = 2;

/** A file to be saved under its name; who may read it today may not tomorrow, so that nothing between keeps it. */
async function fileOf(
  request: PageRequest,
  { ending, type }: FileKind,
  make: (opened: OpenedPaper) => Promise<Uint8Array>,
): Promise<Response> {
  const { limits } = request.services;
  const sender = limits.senderOf(request.context);
  const room = limits.held.files.take(sender, 1);
  if (room !== "taken") return refusePage(request, noRoom(room, AGAIN_S));
  try {
    const opened = await openPaper(request, `notice.${ending}`);
    if (opened instanceof Response) return opened;
    const bytes = await make(opened);
    const name = `ket-qua-${opened.result.decision.index}.${ending}`;
    const headers = {
      ...PAGE_HEADERS,
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    };
    return new Response(new Uint8Array(bytes), { headers });
  } finally {
    limits.held.files.give(sender, 1);
  }
}
