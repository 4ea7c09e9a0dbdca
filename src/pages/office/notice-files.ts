// The paper of a signed result as a PDF. The program that writes it and its fonts are loaded when the first one is asked for.
import { PAGE_HEADERS } from "../../web/layout.ts";
import type { PageRequest } from "../request.ts";
import { officePaper } from "./letter.ts";
import { openPaper } from "./notice.ts";

const PDF = "application/pdf";

/** The same paper as the page, for A4, with an empty field for a digital signature. */
export async function noticePdf(request: PageRequest): Promise<Response> {
  const opened = await openPaper(request, "notice.pdf");
  if (opened instanceof Response) return opened;
  const { paperPdf } = await import("../../paper/pdf/write-pdf.ts");
  const { result } = opened;
  const bytes = await paperPdf(officePaper(result), request.services.assets.paperFont);
  return fileAnswer(bytes, PDF, `ket-qua-${result.decision.index}.pdf`);
}

/** A file to be saved under its name; who may read it today may not tomorrow, so that nothing between keeps it. */
function fileAnswer(bytes: Uint8Array, type: string, name: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...PAGE_HEADERS,
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}
