// Assets on Workers: the host serves /static itself and asks us only for what it does not have. Pages need the names, and the text of
// scripts where they list what a device must keep; both were written beside the files by web/built/build.ts.
import { z } from "zod";
import { utf8 } from "../../format/bytes.ts";
import type { StaticFile, StaticFiles } from "../../http/services.ts";
import type { Env } from "./bindings.ts";

const texts = z.record(z.string(), z.string());

/** Reads the lists once for an isolate; throws where the assets were not built. */
export async function findAssets(env: Env): Promise<StaticFiles> {
  const [manifest, scripts] = await Promise.all([read(env, "static-manifest.json"), read(env, "static-scripts.json")]);
  const url = (name: string) => {
    const path = manifest[name];
    if (path === undefined) throw new Error(`no such asset: ${name}`);
    return path;
  };
  const get = (path: string): StaticFile | undefined => {
    const text = scripts[path];
    return text === undefined
      ? undefined
      : {
          bytes: utf8(text),
          type: "text/javascript; charset=utf-8",
          headers: { "content-type": "text/javascript; charset=utf-8" },
        };
  };
  return { url, get, encoded: async (path) => get(path), paperFont: (file) => paperFont(env, file) };
}

/** Fonts that the isolate has read, as bytes: a request may not wait for what another one has begun. */
const fonts = new Map<string, Uint8Array>();

async function paperFont(env: Env, file: string): Promise<Uint8Array> {
  const read = fonts.get(file) ?? new Uint8Array(await (await fetched(env, `paper-fonts/${file}`)).arrayBuffer());
  fonts.set(file, read);
  return read;
}

async function read(env: Env, name: string): Promise<Readonly<Record<string, string>>> {
  return texts.parse(await (await fetched(env, name)).json());
}

async function fetched(env: Env, name: string): Promise<Response> {
  const answer = await env.ASSETS.fetch(`https://assets.invalid/${name}`);
  if (!answer.ok) throw new Error(`no ${name} among the assets: run src/web/built/build.ts`);
  return answer;
}
