// Names of places and materials as the page from disk shows them.
import { MATERIALS, type Material } from "../../format/codes.ts";
import type { Proven } from "../../format/prove-bundle.ts";
import { said } from "../../rules/readings/acting.ts";

export function placeSaid(proven: Proven, index: number | undefined): string {
  if (index === undefined) return "?";
  return (said(proven, index, "site.register") ?? said(proven, index, "project.register"))?.body.name ?? `${index}`;
}

export function materialWords(material: Material): string {
  const { vi, en } = MATERIALS[material];
  return `${vi} · ${en}`;
}
