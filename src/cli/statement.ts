// Statements as JSON on the command line: field names as in docs/format.md, bytes as "hex:…". Shapes are checked here, before a number
// of the key is burned.

import { hex, unhex } from "../format/bytes.ts";
import { encodePayload, noAnchor, type Payload } from "../format/entry.ts";
import { KIND_NAMES, KINDS, type KindName, type Statement } from "../format/kinds.ts";
import { hashedPerson } from "../format/person-number.ts";
import { Misshapen } from "../format/shape.ts";
import { CommandError } from "../words/command-error.ts";
import { Misuse } from "./command.ts";

const HEX = /^hex:((?:[0-9a-f]{2})*)$/;

/** A body's value from parsed JSON: "hex:…" becomes bytes, everything else stays. */
function fromJson(value: unknown): unknown {
  if (typeof value === "string") {
    const digits = HEX.exec(value)?.[1];
    return digits === undefined ? value : unhex(digits);
  }
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fromJson(item)]));
}

/** A body as JSON can hold it: bytes become "hex:…". */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return `hex:${hex(value)}`;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toJson(item)]));
}

/** The kind that a name or published number names. */
export function kindNamed(text: string): KindName {
  if (Object.hasOwn(KINDS, text)) return text as KindName;
  const known = KIND_NAMES.join(", ");
  throw new Misuse(`Không có loại mục “${text}”. Các loại: ${known}`, `There is no kind “${text}”. Kinds: ${known}`);
}

/** A kind with a body of its shape; refuses any other body, naming the field. */
export function statementOf(kind: KindName, json: unknown): Statement {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new CommandError("Nội dung phải là một đối tượng JSON.", "The body must be a JSON object.", "bad-body");
  const statement = { kind, body: hashedPerson(kind, fromJson(json)) } as Statement;
  try {
    encodePayload({ ...statement, seq: 1, claimedS: 0, anchor: noAnchor() } as Payload);
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    throw new CommandError(
      `Nội dung sai ở “${error.path}”: cần ${error.expected}.`,
      `The body is wrong at “${error.path}”: expected ${error.expected}.`,
      "bad-body",
    );
  }
  return statement;
}
