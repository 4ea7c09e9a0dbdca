// A name that somebody registers is read by officers in their browsers, signed in. It stays text.
import { expect, it } from "vitest";
import { onPostgres } from "../databases.ts";
import { cookieOf, openHouse } from "../http/house.ts";

const EVIL = `<script src="//evil.example/x.js"></script><img src=x onerror=alert(1)>"'`;

onPostgres("markup in a name", (open) => {
  it("is shown as the text it is, on every page, under a policy that runs no script of it", async () => {
    const house = await openHouse(await open());
    const { scribe, province } = house;
    await scribe.write("authority", "party.register", { name: EVIL, roles: [2] });
    const site = await scribe.write("authority", "site.register", { type: 9, name: EVIL, party: province.police });
    await scribe.agree("authority", "deputy", "source.grant", {
      instrument: 1,
      number: EVIL.slice(0, 80),
      issuer: EVIL,
      holder: province.sandMiner,
      sites: [province.sandMine],
      materials: [1],
    });
    const pages = [
      ["/keys", "authority"],
      ["/sources", "authority"],
      [`/entries/${site}`, "owner"],
      ["/check", "police"],
      ["/mine", "sandMiner"],
    ] as const;
    let shown = 0;
    for (const [path, persona] of pages) {
      const door = await house.app.request("/demo/persona", {
        method: "POST",
        body: JSON.stringify({ persona }),
        headers: { "content-type": "application/json" },
      });
      const answer = await house.app.request(path, { headers: { cookie: cookieOf(door), accept: "text/html" } });
      expect(answer.status, path).toBe(200);
      const text = await answer.text();
      expect(text, path).not.toMatch(/<script src="\/\/evil|<img src=x/);
      if (text.includes("&lt;script")) shown += 1;
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain("'unsafe-inline'");
    }
    expect(shown).toBeGreaterThan(3);
  });
});
