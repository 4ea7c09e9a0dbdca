// The manifests by which a desk is put on a device's home screen: each opens its own page, which the service worker keeps for when there is no network.
import type { Services } from "../../http/services.ts";
import { THEME_COLOUR } from "../../web/layout.ts";
import type { Lang, Words } from "../../words/lang.ts";

const DESKS: Readonly<Record<string, Words>> = {
  mine: { vi: "Xuất phiếu", en: "Issue slips" },
  check: { vi: "Kiểm tra xe", en: "Check vehicles" },
  receive: { vi: "Nhận hàng", en: "Receive loads" },
};

/** The address of a desk's manifest. */
export const manifestOf = (desk: "mine" | "check" | "receive"): string => `/manifest/${desk}`;

/** The manifest of a desk as JSON; undefined for any other page. */
export function manifestText(desk: string, { assets }: Pick<Services, "assets">, lang: Lang): string | undefined {
  const words = Object.hasOwn(DESKS, desk) ? DESKS[desk] : undefined;
  if (!words) return undefined;
  return JSON.stringify({
    id: `/${desk}`,
    name: `${words[lang]} · Sổ Nguồn`,
    short_name: words[lang],
    lang,
    start_url: `/${desk}`,
    scope: "/",
    display: "standalone",
    background_color: "#faf6ee",
    theme_color: THEME_COLOUR,
    icons: [{ src: assets.url("mark.svg"), sizes: "any", type: "image/svg+xml", purpose: "any" }],
  });
}
