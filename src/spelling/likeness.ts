// Two spellings and what they are to each other. Equal: one thing, to be recorded once. Resembling: one thing perhaps, so whoever records it is
// asked. Numbers that differ by a digit neither equal nor resemble each other: neighbouring numbers are honest.

export type Likeness = "equal" | "resembles" | "different";

/** The text by which a thing is known, as it was entered: a plate and whether it is a vessel's; a licence's number, issuer and day; one name or code. */
export type Spelt = readonly string[];

/** How things of one kind are compared. Two that equal or resemble each other have a look in common, by which the book finds them. */
export type Spelling = {
  readonly looks: (written: Spelt) => readonly string[];
  readonly compare: (one: Spelt, other: Spelt) => Likeness;
};

/** True if two lists of looks have one in common. */
export function shareLook(some: readonly string[], others: readonly string[]): boolean {
  return some.some((look) => others.includes(look));
}
