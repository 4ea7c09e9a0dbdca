// Who is behind a request.
import type { Role } from "../format/codes.ts";

/** Who is asking, by the device key that signed a challenge; in the demo by choosing a persona. */
export type Who = {
  readonly kid: string;
  readonly party: number;
  /** The party and those whose place it took: what was theirs to read and to do is its own. */
  readonly parties: readonly number[];
  readonly partyName: string;
  readonly roles: readonly Role[];
  readonly person: number | null;
  /** Demo only: the server signs for this persona. */
  readonly persona: string | null;
};
