// The slip's QR code as an SVG text of our own: one path, version and level chosen so that 204 bytes of entry print at version 10.
import QRCode from "qrcode";
import { qrText } from "../../format/slipcode.ts";

/** Light modules around the code (ISO/IEC 18004 asks for four). */
const QUIET = 4;

/** The QR of an entry's bytes at level M, alphanumeric ("SN1:" + base45), as SVG. */
export function qrSvg(entry: Uint8Array, label: string): string {
  const { modules } = QRCode.create([{ data: qrText(entry), mode: "alphanumeric" }], { errorCorrectionLevel: "M" });
  const side = modules.size + 2 * QUIET;
  const path: string[] = [];
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (!modules.get(y, x)) continue;
      let run = 1;
      while (x + run < modules.size && modules.get(y, x + run)) run += 1;
      path.push(`M${x + QUIET} ${y + QUIET}h${run}v1h-${run}z`);
      x += run;
    }
  }
  const name = label.replaceAll(/[^\p{L}\p{N} .,:-]/gu, "");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" aria-label="${name}" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="#fff"/><path d="${path.join("")}" fill="#000"/></svg>`;
}
