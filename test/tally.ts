// The plain closing line of a test run, for people and machines that read no colours: "N passed, N failed, N skipped",
// and the tests that passed only at their second try, by name.
import type { Reporter, TestModule } from "vitest/node";

export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    let broken = 0;
    const unsteady: string[] = [];
    for (const module of modules) {
      if (module.state() === "failed" && module.errors().length > 0) broken += 1;
      for (const test of module.children.allTests()) {
        count[test.result().state] += 1;
        if (test.diagnostic()?.flaky) unsteady.push(test.fullName);
      }
    }
    const skipped = count.skipped + count.pending;
    for (const name of unsteady) console.log(`passed only at the second try: ${name}`);
    console.log(
      `\n${count.passed} passed, ${count.failed + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
    );
  }
}
