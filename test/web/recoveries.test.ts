// Recoveries where the treasury reads them: the queue, the dossier that sets one off, and the printed result.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideClaim } from "../../src/demo/dossiers.ts";
import { CLAIM_KIND } from "../../src/format/codes.ts";
import { entryIdOf } from "../../src/format/entry.ts";
import { parseVkey } from "../../src/format/note.ts";
import { makeApp } from "../../src/http/app.ts";
import { officePages } from "../../src/pages/office.ts";
import { type OfficeWorld, playOffice } from "./office-world.ts";

let world: OfficeWorld;
let ask: (path: string) => Promise<string>;
let recovery: number;
/** An advance of 25,000,000 đ to the contractor who owes 10,000,000 đ. */
let advance: number;

beforeAll(async () => {
  world = await playOffice();
  const app = makeApp(world.services, [officePages]);
  ask = async (path) => {
    const answer = await app.request(path, { headers: { accept: "text/html", cookie: "persona=officer" } });
    return (await answer.text())
      .replaceAll(/<span class="figure">(.*?)<\/span>/g, "$1")
      .replaceAll(/<[^>]*>/g, " ")
      .replaceAll(/\s+/g, " ");
  };
  const { scribe, services, clock } = world;
  const { project, package: contract, decision } = (await services.view.fact("claim", world.honest))!;
  const why = { document: "Kết luận số 12/KL-KBNN", reason: "Hậu kiểm: nghiệm thu cao hơn thực tế" };
  const owed = { decision: decision!.index, amountDong: 10_000_000, ...why };
  recovery = await scribe.agree("officer", "approver", "recovery.open", owed);
  const annex = { project, package: contract, number: 7, kind: CLAIM_KIND.advance, lines: [], advanceDong: 25_000_000 };
  const bytes = await scribe.sign("builderA", "annex.propose", annex);
  const [answer] = await scribe.deliver([bytes]);
  advance = answer?.ok ? answer.value.index : -1;
  clock.pass(10);
  for (const who of ["supervisor", "owner"])
    await scribe.write(who, "annex.cosign", { annex: advance, entryId: entryIdOf(bytes) });
}, 60_000);
afterAll(() => world.close());

describe("a recovery", () => {
  it("stands on the treasury's page with what is still open, and in the dossier that will set it off", async () => {
    expect(await ask("/treasury")).toMatch(new RegExp(`mục ${recovery} .* 10.000.000 10.000.000 0`));
    const dossier = await ask(`/treasury/${advance}`);
    expect(dossier).toContain("Giảm trừ thu hồi 10.000.000 đ");
    expect(dossier).toContain("Số thanh toán sau khi giảm trừ 15.000.000 đ");
    expect(dossier).toMatch(new RegExp(`mục ${recovery} mục \\d+ 10.000.000 0 0`));
  });

  it("is settled once the result is signed, and the printed sheet says what was paid", async () => {
    const { scribe, services } = world;
    const logKey = parseVkey((await services.logKeys())[0]!.vkey)!.key;
    const stage = { scribe, logKey, head: services.sequencer.head };
    const read = services.view.read.bind(services.view);
    await decideClaim({ ...stage, read }, advance, 1, [], "Đủ căn cứ tạm ứng, trừ khoản thu hồi.");
    expect(await ask("/treasury")).toMatch(new RegExp(`mục ${recovery} .* 10.000.000 0 0`));
    const notice = await ask(`/treasury/${advance}/notice`);
    const said = `Bù trừ theo Kết luận số 12/KL-KBNN (mục sổ ${recovery}): giảm trừ thu hồi 10.000.000 đ.`;
    expect(notice).toContain(said);
    expect(notice).toMatch(/Số thanh toán sau khi giảm trừ: 15\.000\.000 đ \( ?Bằng chữ: Mười lăm triệu đồng/);
    // An advance has no material: its sheet certifies none.
    expect(notice).toContain("KẾT QUẢ KIỂM SOÁT TẠM ỨNG VỐN");
    expect(notice).not.toContain("đủ căn cứ nguồn gốc");
    // As the result found it, however the recovery stands today.
    expect(await ask(`/treasury/${advance}`)).toContain("Số thanh toán sau khi giảm trừ 15.000.000 đ");
  });
});
