// Which earlier entries an entry's body names by log index: what a reader must hold to understand it.
import type { Statement } from "./kinds.ts";

/** The log indexes in a body, in the order of its fields. An embedded or typed slip has none. */
export function referencesOf(said: Statement): number[] {
  switch (said.kind) {
    case "person.register":
    case "site.register":
      return [said.body.party];
    case "key.register":
      return given(said.body.party, said.body.person, said.body.site);
    case "source.grant": {
      const { holder, sites, projects, capacityYear, reserve } = said.body;
      return [holder, ...sites, ...(projects ?? []), ...given(capacityYear?.factor, reserve?.factor)];
    }
    case "site.status":
    case "source.status":
    case "vehicle.status":
    case "obligation.attest":
      return [said.body.subject];
    case "vehicle.register":
      return given(said.body.party);
    case "route.set":
      return [said.body.from, said.body.to];
    case "project.register": {
      const { owner, supervisor, treasury, packages } = said.body;
      return [owner, supervisor, treasury, ...packages.map((each) => each.contractor)];
    }
    case "recipe.set":
      return [...said.body.lines.map((line) => line.factor), ...given(said.body.project)];
    case "approve":
      return [said.body.proposal];
    default:
      return movedBy(said);
  }
}

function movedBy(said: Statement): number[] {
  switch (said.kind) {
    case "slip.issue": {
      const { route, vehicle, source, product, holder } = said.body;
      return [route, vehicle, ...given(source, product, holder)];
    }
    case "slip.void":
      return [said.body.slip];
    case "passage.record":
      return [said.body.site, ...given(said.body.slip.index)];
    case "load.receive":
      return [said.body.at, ...given(said.body.slip.index, said.body.holder)];
    case "extract.record":
      return [said.body.source, said.body.site];
    case "batch.process":
      return [said.body.site, ...given(said.body.product, said.body.holder)];
    case "annex.propose":
      return [said.body.project, ...said.body.lines.flatMap((line) => given(line.recipe))];
    case "annex.cosign":
      return [said.body.annex];
    case "review.make":
      return [said.body.annex, said.body.rules];
    case "decision.sign":
      return [said.body.review, said.body.annex];
    default:
      return [];
  }
}

function given(...indexes: readonly (number | undefined)[]): number[] {
  return indexes.filter((index) => index !== undefined);
}
