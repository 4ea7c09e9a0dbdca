// Bodies of papers and openings: what stands in for the ledger until everyone is connected, each debited from the same limits.
import { bytes, integer, list, maybe, record, text } from "../shape.ts";
import { material } from "./code-shapes.ts";
import { bulkKg, day, document, index, loadKg, reason } from "./common.ts";

const packageNumber = integer(1, 1000);

/** A paper as lodged by a party of the package: invoice or delivery note of a named source. */
export const paperLodge = record({
  project: [1, index],
  package: [2, packageNumber],
  source: [3, index],
  material: [4, material],
  massKg: [5, bulkKg],
  document: [6, document],
  from: [7, day],
  until: [8, day],
});

/** The authority's word on a lodged paper: how many of its kilograms are lawful, debited from the source like any slip. */
export const paperAttest = record({ paper: [1, index], massKg: [2, bulkKg], document: [3, document] });

/** An e-invoice and the slips and papers that it covers (N:M); `number` carries form, symbol and number, e.g. 1C26TAA-128. */
export const invoiceLink = record({
  seller: [1, text(10, 14)],
  number: [2, text(3, 40)],
  day: [3, day],
  massKg: [4, bulkKg],
  slips: [5, list(index, 0, 400)],
  papers: [6, list(index, 0, 40)],
});

/** A neighbour department's letter for a load or a lot of loads, against a capped source of instrument 9; each letter counts once. */
export const foreignAttest = record({
  source: [1, index],
  material: [2, material],
  massKg: [3, bulkKg],
  document: [4, document],
  /** SHA-256 of the letter, or the entry id of the neighbour ledger's slip. */
  evidence: [5, bytes(32)],
  /** Where the material is: a site, or a project with its package. */
  at: [6, index],
  package: [7, maybe(packageNumber)],
  holder: [8, maybe(index)],
});

/** What lay in stock or was built in at go-live, against a dated opening source of instrument 8; takes effect when co-signed. */
export const openingDeclare = record({
  source: [1, index],
  material: [2, material],
  massKg: [3, bulkKg],
  document: [4, document],
  at: [5, index],
  package: [6, maybe(packageNumber)],
  holder: [7, maybe(index)],
});

/** Kilograms of one package given to another of the same project; takes effect when owner and supervisor have signed. */
export const packageTransfer = record({
  project: [1, index],
  from: [2, packageNumber],
  to: [3, packageNumber],
  material: [4, material],
  product: [5, maybe(index)],
  massKg: [6, loadKg],
  reason: [7, reason],
});

/** What was dug inside a project and used in it, as its supervisor accepted it; capped by the earthwork balance of its source. */
export const excavationAccept = record({
  project: [1, index],
  package: [2, packageNumber],
  source: [3, index],
  material: [4, material],
  massKg: [5, bulkKg],
  document: [6, document],
});
