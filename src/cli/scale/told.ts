// The lines that a weighbridge's agent shows to whoever weighs, in both languages.
import type { AgentEvent } from "../../scale/agent.ts";
import type { Spoilt } from "../../scale/platform.ts";
import { formatKg } from "../../words/as-written.ts";
import type { Words } from "../../words/lang.ts";

const SPOILT: Readonly<Record<Spoilt, Words>> = {
  "never-steady": { vi: "số cân chưa lúc nào đứng yên", en: "no weight was steady" },
  rose: { vi: "số cân tăng sau khi đã đứng yên", en: "the weight rose after it was steady" },
  fell: { vi: "số cân giảm khi xe còn trên bàn cân", en: "the weight fell while the vehicle was on the plate" },
  "no-zero": { vi: "xe khác lên trước khi bàn cân về 0", en: "another vehicle came before the plate was empty" },
  gap: {
    vi: "mất tín hiệu đầu cân khi xe đang cân",
    en: "the indicator was silent while the vehicle was on the plate",
  },
};

/** One event as a line for people. */
export function toldOf(event: AgentEvent): string {
  const { vi, en } = wordsOf(event);
  return `${vi} · ${en}\n`;
}

function wordsOf(event: AgentEvent): Words {
  switch (event.what) {
    case "empty":
      return {
        vi: "Bàn cân trống, sẵn sàng. Gõ biển số rồi Enter.",
        en: "The plate is empty and ready. Type a plate and Enter.",
      };
    case "steady":
      return {
        vi: `Ổn định ${formatKg(event.kg, "vi")}. ${event.plate ? `Xe ${event.plate}: cho xe rời bàn cân` : "Gõ biển số"}.`,
        en: `Steady at ${formatKg(event.kg, "en")}. ${event.plate ? `${event.plate} may leave the plate` : "Type the plate"}.`,
      };
    case "left":
      return {
        vi: `Xe ${formatKg(event.kg, "vi")} đã rời bàn cân mà chưa có biển số: gõ biển số trước khi xe sau lên.`,
        en: `A vehicle of ${formatKg(event.kg, "en")} has left unnamed: type its plate before the next one comes.`,
      };
    case "spoilt":
      return {
        vi: `KHÔNG ký: ${SPOILT[event.why].vi}. Cho xe xuống, bàn cân về 0 rồi cân lại.`,
        en: `NOT signed: ${SPOILT[event.why].en}. Let the plate be empty, then weigh again.`,
      };
    case "dropped":
      return {
        vi: `Lần cân ${formatKg(event.kg, "vi")} không có biển số nên bị bỏ.`,
        en: `The visit of ${formatKg(event.kg, "en")} was never named and is dropped.`,
      };
    case "named":
      return {
        vi: `Xe ${event.plate}: khi số cân ổn định thì cho xe rời bàn cân.`,
        en: `${event.plate}: once the weight is steady it may leave the plate.`,
      };
    case "no-vehicle":
      return {
        vi: `Biển số ${event.typed} chưa đăng ký trong sổ. Gõ lại.`,
        en: `${event.typed} is not registered in the ledger. Type it again.`,
      };
    case "several":
      return {
        vi: `Nhiều xe: ${event.plates.join("; ")}. Gõ cả biển số.`,
        en: `Several: ${event.plates.join("; ")}. Type the whole plate.`,
      };
    case "first":
      return {
        vi: `Đã giữ lần cân thứ nhất của xe ${event.plate}: ${formatKg(event.kg, "vi")}.`,
        en: `Kept the first visit of ${event.plate}: ${formatKg(event.kg, "en")}.`,
      };
    case "weighed":
      return {
        vi: `Xe ${event.plate}: tổng ${formatKg(event.grossKg, "vi")}, bì ${formatKg(event.tareKg, "vi")}, hàng ${formatKg(event.grossKg - event.tareKg, "vi")}.`,
        en: `${event.plate}: gross ${formatKg(event.grossKg, "en")}, tare ${formatKg(event.tareKg, "en")}, net ${formatKg(event.grossKg - event.tareKg, "en")}.`,
      };
    case "sent":
      return {
        vi: `Sổ đã nhận số cân xe ${event.plate}: mục ${event.index}.`,
        en: `The ledger has the weighing of ${event.plate}: entry ${event.index}.`,
      };
    case "refused":
      return {
        vi: `Sổ TỪ CHỐI số cân xe ${event.plate} [${event.code}]: ${event.vi}`,
        en: `The ledger REFUSED the weighing of ${event.plate} [${event.code}]: ${event.en}`,
      };
    case "away":
      return {
        vi: `Chưa liên lạc được với sổ; ${event.waiting} số cân được giữ trên đĩa và tự gửi sau.`,
        en: `The ledger cannot be reached; ${event.waiting} weighings are kept on disk and sent later.`,
      };
    case "full":
      return {
        vi: "Hàng chờ đã đầy: số cân này KHÔNG được giữ. Nối lại mạng.",
        en: "The queue is full: this weighing was NOT kept. Restore the network.",
      };
  }
}
