// The real register entered into a fresh ledger, where its files are at hand (see test/register/real.test.ts).
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openLedger } from "../../src/cli/open-ledger.ts";
import { describeWith, needRegister } from "../machine.ts";
import { soNguon } from "./run.ts";

const folder = process.env.SO_NGUON_REGISTER_DIR ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));
const find = (start: string): string | undefined =>
  existsSync(folder) ? readdirSync(folder).find((name) => name.startsWith(start) && name.endsWith(".csv")) : undefined;
const [licences, obligations] = [find("register-licences"), find("register-obligations")];

describeWith(needRegister([licences, obligations]), "the real register in a ledger", () => {
  test("makes 99 sources of 208 rows, one of the two numbered 211/GP-UBND among them", async () => {
    const dir = mkdtempSync(path.join(os.tmpdir(), "so-nguon-real-"));
    const keys = path.join(dir, "keys");
    await soNguon("init", "--origin", "test.songuon.example/15", "--province", "15", "--data", dir);
    const files = [path.join(folder, licences!), "--obligations", path.join(folder, obligations!)];
    // What one root proposes the other approves in the same words; the first then approves what the second has called distinct.
    for (const root of ["root-1", "root-2", "root-1"]) {
      const as = ["--data", dir, "--as", path.join(keys, `${root}.json`), "--as-of", "31/10/2025"];
      const said = await soNguon("import", "register", ...files, ...as, "--json");
      expect([said.code, JSON.parse(said.out).rows]).toEqual([0, 208]);
    }
    const ledger = await openLedger({ dir, keys });
    const sources = await ledger.view.list("sources", 1000);
    const facts = [
      ...(
        await ledger.view.facts(
          "source",
          sources.map(({ key }) => key),
        )
      ).values(),
    ];
    await ledger.close();
    rmSync(dir, { recursive: true });
    expect(facts).toHaveLength(99);
    expect(facts.filter(({ number }) => number === "211/GP-UBND").map(({ materials }) => materials)).toEqual([[1, 2]]);
    expect(new Set(facts.flatMap(({ materials }) => materials))).toEqual(new Set([1, 2, 3, 5]));
  });
});
