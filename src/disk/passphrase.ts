// Asks a person for the passphrase of a key file: at the terminal, where it is not shown, or from the environment where there is none.
import { once } from "node:events";
import { CommandError } from "../words/command-error.ts";

/** The variable from which a passphrase is read where nobody sits at a terminal. */
const VARIABLE = "SO_NGUON_PASSPHRASE";

/** The passphrase that the person gives for a key file. */
export async function askPassphrase(file: string): Promise<string> {
  const given = process.env[VARIABLE];
  if (given) return given;
  if (!process.stdin.isTTY)
    throw new CommandError(
      `Khóa ${file} có mật khẩu: chạy ở cửa sổ lệnh, hoặc đặt ${VARIABLE}.`,
      `Key ${file} has a passphrase: run this at a terminal, or set ${VARIABLE}.`,
      "passphrase-missing",
    );
  process.stderr.write(`Mật khẩu của · Passphrase of ${file}: `);
  return typedUnseen();
}

const [ENTER, INTERRUPT, ERASE] = ["\r", "\u0003", "\u007f"];

async function typedUnseen(): Promise<string> {
  const { stdin } = process;
  stdin.setRawMode(true).setEncoding("utf8").resume();
  let typed = "";
  try {
    for (;;) {
      const [keys] = (await once(stdin, "data")) as [string];
      for (const key of keys) {
        if (key === INTERRUPT) throw new CommandError("Đã dừng.", "Stopped.", "stopped");
        if (key === ENTER || key === "\n") return typed;
        typed = key === ERASE ? typed.slice(0, -1) : typed + key;
      }
    }
  } finally {
    stdin.setRawMode(false).pause();
    process.stderr.write("\n");
  }
}
