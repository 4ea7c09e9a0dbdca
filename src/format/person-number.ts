// The number under which a person is in the book. An office takes its own number of that person (số hiệu cán bộ, mã nhân viên) and enters its hash:
// the same person, registered twice by whomever and in whatever spelling, has one number, and nobody's name or office number is in the log.
import { bare } from "../spelling/folding.ts";
import { utf8 } from "./bytes.ts";
import { sha256 } from "./hash.ts";
import type { KindName } from "./kinds.ts";

const DOMAIN = "so-nguon/person/v1\n";

/** The first 16 bytes of SHA-256 over the domain, the party's log index, a line feed and the office's number in capital letters and digits. */
export function personNumber(party: number, officeNumber: string): Uint8Array {
  return sha256(utf8(`${DOMAIN}${party}\n${bare(officeNumber)}`)).slice(0, 16);
}

/** The body of person.register with an office's number in place of bytes hashed; any other body as it is. */
export function hashedPerson(kind: KindName, body: unknown): unknown {
  const { party, number } = body as { party?: unknown; number?: unknown };
  if (kind !== "person.register" || typeof party !== "number" || typeof number !== "string") return body;
  return bare(number) === "" ? body : { ...(body as object), number: personNumber(party, number) };
}
