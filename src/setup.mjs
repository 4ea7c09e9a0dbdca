// Set-up before `npm start`, `npm test` and `npm run bench`: installs the packages named in package.json when they are
// absent or older than the manifest. Plain JavaScript without imports from packages, since it runs first, on any Node >= 20.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

const marker = "node_modules/.package-lock.json";
const fresh = existsSync(marker) && statSync(marker).mtimeMs >= statSync("package.json").mtimeMs;
if (!fresh) {
  console.log(
    "Đang cài các gói cần dùng (lần đầu, khoảng một phút)… · Installing packages (first run, about a minute)…",
  );
  const npm = process.env.npm_execpath;
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error"];
  const run = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio: "inherit" })
    : spawnSync("npm", args, { stdio: "inherit" });
  if (run.status !== 0) {
    console.error(
      "Không cài được gói: kiểm tra mạng rồi chạy lại. · Packages could not be installed: check the network, run again.",
    );
    process.exit(1);
  }
}
