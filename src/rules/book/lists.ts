// The lists that pages read, newest first; each has a number for its table. A list is one for the whole log or one for each place,
// party or project.

export const LISTS = {
  parties: 1,
  /** By party: kids in hex. */
  keys: 2,
  /** All, and by party. */
  sites: 3,
  /** All, and by site. */
  sources: 4,
  vehicles: 5,
  /** By where they begin. */
  routes: 6,
  /** All, and by party. */
  projects: 7,
  factors: 8,
  recipes: 9,
  /** Slips by the place that sends them. */
  from: 10,
  /** Slips by the place or project that they go to. */
  to: 11,
  /** Typed codes that came before their slip. */
  waiting: 12,
  /** Slip books by site. */
  slipBooks: 13,
  /** All, and by project. */
  papers: 14,
  /** By place or project. */
  surveys: 15,
  reports: 16,
  findings: 17,
  /** By project, and by treasury. */
  recoveries: 18,
  /** Slips that came too late and wait for the authority's ruling, or have had it. */
  unruled: 27,
  /** Contradictions of loads, each as "slip observation", by the leaf that brought it to light; whether it still holds is in the slip's state. */
  contests: 31,
  reversals: 19,
  /** All, and by the party whose approval they need. */
  proposals: 20,
  /** All, and by party. */
  claims: 21,
  /** Claims that have all their signatures. */
  complete: 22,
  /** All, and by dossier. */
  decisions: 23,
  /** All, and by place. */
  scales: 24,
  /** Weighings that scales have signed, by place. */
  weighings: 25,
  /** Standing orders of holders, by place. */
  entrustments: 26,
  /** By project. */
  contracts: 28,
  /** Stops on the road, by checkpoint. */
  stops: 29,
  /** Vehicles by the number that their plates' last three digits make, and one. */
  endings: 30,
} as const;

type Name = keyof typeof LISTS;
/** A list by its name, or by its name and the log index of what it is about. */
export type List = Name | `${Name}/${number}`;

/** A list's number, and the log index that it is about; 0 where it is about none, since entry 0 is no place, party or project. */
export function placeOfList(list: List): { readonly list: number; readonly about: number } {
  const [name, about] = list.split("/");
  return { list: LISTS[name as Name], about: Number(about ?? 0) };
}
