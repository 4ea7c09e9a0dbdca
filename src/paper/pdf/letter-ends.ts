// Head and foot of a letter in two columns: authorities and motto above; recipients, QR code, offices and the room of the signature below.
import QRCode from "qrcode";
import { formatLetterDate } from "../../words/as-written.ts";
import type { LetterEnd, LetterHead, PaperRun } from "../office-paper.ts";
import type { Line } from "./line-breaks.ts";
import { millimetres, type Span, WHOLE } from "./sheets.ts";
import type { Tag } from "./tags.ts";
import { type TextSetting, TIGHT, type Typesetter } from "./typesetter.ts";

const HALF = 0.42;
const LEFT: Span = { x: WHOLE.x, width: WHOLE.width * HALF - 6 };
const RIGHT: Span = { x: WHOLE.x + WHOLE.width * HALF, width: WHOLE.width * (1 - HALF) };

const bold = (text: string): PaperRun => ({ text, bold: true });
const centred = (size: number, span: Span): TextSetting => ({ size, align: "centre", span });
const widthOf = (lines: readonly Line[]) => Math.max(0, ...lines.map((line) => line.width));

const NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO = "Độc lập - Tự do - Hạnh phúc";

export function writeHead(pen: Typesetter, root: Tag, head: LetterHead): void {
  const { sheets } = pen;
  const top = sheets.y;
  const put = (run: PaperRun, size: number, span: Span): Line[] => {
    const lines = pen.balanced([run], centred(size, span));
    pen.flow(root.add("P"), lines, centred(size, span));
    return lines;
  };
  const underlined = (lines: readonly Line[], share: number, span: Span) => {
    const width = widthOf(lines) * share;
    const x = span.x + (span.width - width) / 2;
    sheets.artifact(() => sheets.rule(x, sheets.y - 3, x + width, sheets.y - 3));
    sheets.y -= 8;
  };
  if (head.parent !== "") put({ text: head.parent }, 12, LEFT);
  underlined(put(bold(head.issuer), 12, LEFT), 0.4, LEFT);
  const leftY = sheets.y;
  sheets.y = top;
  put(bold(NATION), 12, RIGHT);
  underlined(put(bold(MOTTO), 13, RIGHT), 1, RIGHT);
  // Number and date are of one height (cells 3 and 4 of the decree's form).
  const below = Math.min(leftY, sheets.y);
  sheets.y = below;
  put({ text: `Số: ${head.number}` }, 13, LEFT);
  if (head.about) put({ text: `V/v ${head.about}` }, 12, LEFT);
  const numberY = sheets.y;
  sheets.y = below;
  put({ text: `${head.place}, ${formatLetterDate(head.dateMs)}`, italic: true }, 13, RIGHT);
  sheets.y = Math.min(sheets.y, numberY);
}

/** A signature's field: the room that is kept for it. */
export type SignatureRoom = {
  readonly page: number;
  readonly rect: readonly [number, number, number, number];
  readonly tag: Tag;
};

const QR_SIDE = millimetres(26);
const ROOM_HEIGHT = millimetres(26);

/** Where a letter is set close, the code is beside the recipients and not below them. */
const beside = (pen: Typesetter) => pen.spacing === TIGHT;
const recipientSetting = (pen: Typesetter): TextSetting => ({
  size: 11,
  align: "left",
  span: beside(pen) ? { x: LEFT.x, width: LEFT.width - QR_SIDE - 12 } : LEFT,
});
const recipientLines = (pen: Typesetter, { recipients }: LetterEnd) =>
  recipients.map((one) => pen.lines([{ text: `- ${one}` }], recipientSetting(pen)));

/** The height of a letter's foot, which is never broken. */
export function endHeight(pen: Typesetter, end: LetterEnd): number {
  const named = recipientLines(pen, end).reduce((sum, lines) => sum + pen.heightOf(lines, 11), 0);
  const left = beside(pen) ? Math.max(18 + named, QR_SIDE) + 20 : 18 + named + QR_SIDE + 28;
  return 16 + Math.max(left, end.offices.length * 17 + ROOM_HEIGHT + 20);
}

export function writeEnd(pen: Typesetter, root: Tag, end: LetterEnd): SignatureRoom {
  const { sheets } = pen;
  const { offices, signer } = end;
  sheets.need(endHeight(pen, end));
  sheets.y -= 14;
  const top = sheets.y;
  pen.paragraph([{ text: "Nơi nhận:", bold: true, italic: true }], { size: 12, align: "left", span: LEFT }, "P", root);
  for (const lines of recipientLines(pen, end)) pen.flow(root.add("P"), lines, recipientSetting(pen));
  if (beside(pen)) {
    const below = sheets.y;
    writeQr(pen, root, end, LEFT.x + LEFT.width - QR_SIDE, top);
    sheets.y = Math.min(below, top - QR_SIDE) - 3;
  } else {
    writeQr(pen, root, end, LEFT.x, sheets.y - 8);
    sheets.y -= QR_SIDE + 11;
  }
  pen.paragraph([{ text: end.code }], { size: 11, align: "left", span: LEFT }, "P", root);
  const leftY = sheets.y;
  sheets.y = top;
  for (const office of offices) pen.paragraph([bold(office)], centred(13, RIGHT), "P", root);
  const rect = [RIGHT.x + 20, sheets.y - ROOM_HEIGHT, RIGHT.x + RIGHT.width - 20, sheets.y - 2] as const;
  const tag = root.add("Form");
  sheets.y -= ROOM_HEIGHT;
  pen.paragraph([bold(signer)], centred(13, RIGHT), "P", root);
  sheets.y = Math.min(sheets.y, leftY);
  return { page: sheets.page, rect, tag };
}

/** The code's dark fields as squares. */
function writeQr({ sheets }: Typesetter, root: Tag, { qr, code }: LetterEnd, x: number, top: number): void {
  const { modules } = QRCode.create(qr, { errorCorrectionLevel: "M" });
  const side = QR_SIDE / modules.size;
  const figure = root.add("Figure");
  figure.alt = `Mã QR để tra cứu kết quả trong sổ, mã ${code}`;
  figure.box = [x, top - QR_SIDE, x + QR_SIDE, top];
  sheets.mark(figure, () => {
    for (let row = 0; row < modules.size; row++) {
      for (let from = 0; from < modules.size; from++) {
        if (!modules.get(row, from)) continue;
        let to = from;
        while (to < modules.size && modules.get(row, to)) to++;
        sheets.box(x + from * side, top - (row + 1) * side, (to - from) * side, side);
        from = to;
      }
    }
    sheets.put("f");
  });
}
