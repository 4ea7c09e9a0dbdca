// Accounts: each kind has one spelling, and whoever reads the spelling gets the account back.
import { describe, expect, it } from "vitest";
import {
  type Account,
  type AccountKind,
  accountKey,
  kindOfAccount,
  parseAccount,
  slipOf,
} from "../../src/rules/book/accounts.ts";

/** By hand: how each kind lies in the tables. */
const SPELLED: { readonly [K in AccountKind]: readonly [Extract<Account, { kind: K }>, string] } = {
  ground: [{ kind: "ground", source: 7 }, "ground/7"],
  stock: [{ kind: "stock", site: 4, holder: 2, product: 0, material: 1, source: 9 }, "stock/4/2/0/1/9"],
  transit: [{ kind: "transit", slip: 31 }, "transit/31"],
  stray: [{ kind: "stray", slip: 31 }, "stray/31"],
  returning: [{ kind: "returning", slip: 31 }, "returning/31"],
  project: [{ kind: "project", project: 12, packageNumber: 2, product: 40, material: 6 }, "project/12/2/40/6"],
  paid: [{ kind: "paid", annex: 55 }, "paid/55"],
  withheld: [{ kind: "withheld", annex: 55 }, "withheld/55"],
  lost: [{ kind: "lost", place: 4 }, "lost/4"],
  slipBook: [{ kind: "slipBook", slipBook: 60 }, "slipBook/60"],
  sold: [{ kind: "sold", site: 4 }, "sold/4"],
  lapsed: [{ kind: "lapsed", site: 39 }, "lapsed/39"],
};

describe("an account", () => {
  it.each(Object.values(SPELLED))("%o is spelled %s and read back", (account, key) => {
    expect(accountKey(account)).toBe(key);
    expect(parseAccount(accountKey(account))).toEqual(account);
    expect(kindOfAccount(accountKey(account))).toBe(account.kind);
  });

  it("carries its kilograms under a slip on the way, as a stray and while a void waits, and nowhere else", () => {
    const carried = Object.values(SPELLED).filter(([account]) => slipOf(accountKey(account)) !== undefined);
    expect(carried.map(([account]) => [account.kind, slipOf(accountKey(account))])).toEqual([
      ["transit", 31],
      ["stray", 31],
      ["returning", 31],
    ]);
  });
});
