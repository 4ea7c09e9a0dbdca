// `so-nguon doctor`: looks at everything an operator would look at in the morning and says of each thing that is not as it should be what to do
// now. It changes nothing, neither in the database nor in a file.
import { type Command, EXIT, LEDGER } from "./command.ts";
import { ledgerFindings } from "./doctor/ledger-findings.ts";
import { machineFindings } from "./doctor/machine-findings.ts";
import type { Finding } from "./finding.ts";
import { ledgerPlaceOf } from "./open-ledger.ts";

export const command: Command = {
  name: "doctor",
  vi: "khám máy chủ và sổ: cấu hình, quyền, khóa, đồng hồ, ổ đĩa, dự phòng, xác nhận",
  en: "examine server and ledger: settings, rights, keys, clock, disk, standby, witnesses",
  usage: ["[--data DIR] [--keys DIR]"],
  args: [0, 0],
  options: LEDGER,
  more: {
    vi: "Chỉ xem, không sửa gì. Chạy với biến môi trường của dịch vụ và bằng người dùng của dịch vụ.",
    en: "It only looks. Run it with the environment of the service and as the user of the service.",
  },
  async run(call) {
    const place = ledgerPlaceOf(call);
    const findings = [...machineFindings(place, call.io.env), ...(await ledgerFindings(place, call.io))];
    const healthy = !findings.some(({ level }) => level === "fault");
    call.io.out(call.json ? `${JSON.stringify({ ok: healthy, findings })}\n` : findings.map(lineOf).join(""));
    return healthy ? EXIT.ok : EXIT.refused;
  },
};

const MARKS = { ok: "ĐẠT · OK   ", warn: "LƯU Ý · WARN", fault: "LỖI · FAULT" } as const;

function lineOf({ check, level, vi, en }: Finding): string {
  return `${MARKS[level].padEnd(12)} ${check}: ${vi}\n${" ".repeat(13)}${en}\n`;
}
