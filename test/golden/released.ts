// The versions of the rules that are released: SHA-256 over their golden files, as UPDATE_GOLDEN=1 prints it. To freeze a version is to
// add its line here; from then on neither its files nor what the rules make of them may change.
export const RELEASED: Readonly<Record<number, string>> = {};
