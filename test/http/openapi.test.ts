import { beforeAll, expect, it } from "vitest";
import { OPERATIONS } from "../../src/http/openapi.ts";
import { PROBLEMS } from "../../src/words/problem.ts";
import { onPostgres } from "../databases.ts";
import { openHouse, problemOf } from "./house.ts";

onPostgres("the service's description of itself", (open) => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  beforeAll(async () => {
    house = await openHouse(await open());
  });

  it("names every resource that is mounted, and no other", async () => {
    const { makeApp } = await import("../../src/http/app.ts");
    const bare = makeApp(house.services, []);
    const mounted = new Set(
      bare.routes
        .filter(({ method, path }) => !["ALL", "OPTIONS"].includes(method) && path !== "/static/*")
        .map(
          ({ method, path }) =>
            `${method} ${path.replace("/log/tile/*", "/log/tile/:tile").replace(/:(\w+)(\{.*\})?/, "{$1}")}`,
        ),
    );
    const described = new Set(OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    expect([...described].sort()).toEqual([...mounted].sort());
  });

  it("is OpenAPI 3.1 whose references all lead somewhere, with every problem code", async () => {
    const document = (await (await house.app.request("/openapi.json")).json()) as {
      openapi: string;
      components: { schemas: Record<string, { properties: { code: { enum: string[] } } }> };
    };
    expect(document.openapi).toBe("3.1.0");
    const text = JSON.stringify(document);
    for (const [, pointer] of text.matchAll(/"\$ref":"#\/components\/(\w+\/\w+)"/g)) {
      const [part, name] = pointer!.split("/");
      const components = document.components as unknown as Record<string, Record<string, unknown>>;
      expect(components[part!]).toHaveProperty(name!);
    }
    expect(document.components.schemas.Problem!.properties.code.enum).toEqual(Object.keys(PROBLEMS));
  });

  it("says of each resource whether it asks for a session's cookie, by its name, or for a token", async () => {
    const document = (await (await house.app.request("/openapi.json")).json()) as {
      paths: Record<string, Record<string, { security?: unknown }>>;
      components: { securitySchemes: unknown };
    };
    expect(document.components.securitySchemes).toEqual({
      monitor: { type: "http", scheme: "bearer" },
      session: { type: "apiKey", in: "cookie", name: "so-nguon-session" },
    });
    const asking = Object.entries(document.paths).filter(([, at]) => at.get?.security !== undefined);
    const closed = await Promise.all(
      asking.map(async ([path]) => {
        const asked = path.replaceAll(/\{\w+\}/g, "1");
        return [path, (await house.app.request(asked)).status] as const;
      }),
    );
    // Tiles of hashes are public; in the demo so are the metrics.
    const open = closed.filter(([, status]) => status !== 401).map(([path]) => path);
    expect(open).toEqual(["/log/tile/{tile}", "/metrics"]);
    expect(asking.map(([path]) => path)).toEqual(expect.arrayContaining(["/claims/{annex}", "/signals", "/session"]));
  });

  it("explains each problem code at the address that its type names", async () => {
    for (const code of Object.keys(PROBLEMS)) {
      const answer = await house.app.request(`/problems/${code}`);
      expect(await answer.json()).toMatchObject({ code, status: PROBLEMS[code as keyof typeof PROBLEMS][0] });
    }
    expect((await problemOf(await house.app.request("/problems/toString"))).code).toBe("no-such-page");
  });

  it("answers unknown addresses, wrong methods and OPTIONS in one way", async () => {
    const { app } = house;
    expect((await problemOf(await app.request("/nowhere"))).code).toBe("no-such-page");
    const wrong = await app.request("/decisions", { method: "PUT" });
    expect(wrong.headers.get("allow")).toBe("GET, HEAD");
    expect((await problemOf(wrong)).code).toBe("method-not-allowed");
    expect((await problemOf(await app.request("/entries"))).code).toBe("method-not-allowed");
    const options = await app.request("/entries", { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "POST, OPTIONS"]);
    const head = await app.request("/healthz", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const page = await app.request("/nowhere", { headers: { accept: "text/html" } });
    expect([page.status, page.headers.get("content-security-policy") !== null]).toEqual([404, true]);
    expect(await page.text()).toContain("Không có trang này.");
  });

  it("says that it is ready and how it is doing", async () => {
    const { app } = house;
    expect(await (await app.request("/healthz")).text()).toBe("ok\nrules versions 1\n");
    expect(await (await app.request("/readyz")).text()).toBe(`ready ${house.intake.size}\n`);
    await app.request("/entries", {
      method: "POST",
      body: new Uint8Array(await house.scribe.sign("operator", "clock.tick", {})),
      headers: { "content-type": "application/cose" },
    });
    const text = await (await app.request("/metrics")).text();
    expect(text).toContain('so_nguon_entries_total{kind="clock.tick",answer="stored",code="accepted"} 1');
    expect(text).toContain(`so_nguon_head_size ${house.intake.size}`);
    expect(text).toContain('so_nguon_batch_leaves_bucket{le="1"} 1');
  });

  it("M5: metrics say what each is, whether intake is halted, and each route without what was asked of it", async () => {
    const { app } = house;
    await app.request("/problems/clock");
    await app.request("/no/such/page/with-a-token");
    const text = await (await app.request("/metrics")).text();
    const named = (word: string) => [...text.matchAll(new RegExp(`^# ${word} (\\S+)`, "gm"))].map(([, name]) => name);
    expect(named("TYPE").length).toBeGreaterThan(8);
    expect(named("HELP")).toEqual(named("TYPE"));
    // Each line is of a family that is described, in the form of the text format.
    for (const line of text
      .trim()
      .split("\n")
      .filter((each) => !each.startsWith("#"))) {
      const [, name] = /^([a-z_]+)(?:\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? [0-9.e+-]+$/.exec(line) ?? [line, line];
      expect(named("TYPE"), line).toContain(name!.replace(/_(bucket|sum|count)$/, ""));
    }
    expect(text).toContain('so_nguon_halted{reason="clock"} 0');
    expect(text).toContain('so_nguon_halted{reason="history"} 0');
    expect(text).toContain('so_nguon_http_seconds_count{method="GET",route="/problems/:code",status="2xx"}');
    expect(text).not.toContain("with-a-token");
    expect(text).toMatch(/^process_resident_memory_bytes [1-9]/m);
  });

  it("keeps a chosen language and theme in cookies and gives the clean address back", async () => {
    const answer = await house.app.request("/decisions?limit=5&lang=en&theme=night");
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/decisions?limit=5"]);
    expect(answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0])).toEqual(["lang=en", "theme=night"]);
    const odd = await house.app.request("//evil.example/?lang=xx");
    expect(odd.headers.get("location")?.startsWith("//")).not.toBe(true);
    expect(odd.headers.getSetCookie()).toEqual([]);
  });
});
