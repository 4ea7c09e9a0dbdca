// A vehicle by the last digits of its plate: this device looks among the plates that the page carries, and asks the ledger, which knows all.
import { isPlateEnd } from "../../../spelling/plates.ts";
import { endingIn, knowsPlate, type SlipChoices } from "./slip-form.ts";

/** How long a dispatcher waits for the ledger to know a plate. */
const ANSWER_MS = 5000;
/** The ledger is asked once the fingers rest. */
const REST_MS = 200;

/** The choices with the vehicles of a typed plate or of its last digits, which the ledger is asked for where the page does not carry the plate. */
export async function withVehicles(choices: SlipChoices, plate: string): Promise<SlipChoices> {
  if (plate.trim() === "" || knowsPlate(choices, plate)) return choices;
  try {
    const answer = await fetch(`/vehicles?plate=${encodeURIComponent(plate)}`, {
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (!answer.ok) return { ...choices, unasked: true };
    const { vehicles } = (await answer.json()) as Pick<SlipChoices, "vehicles">;
    return { ...choices, vehicles: [...choices.vehicles, ...vehicles] };
  } catch {
    return { ...choices, unasked: true };
  }
}

/** Offers the plates that end in the digits typed so far; one that is the only one is written out when the field is left. */
export function suggestPlates(field: HTMLInputElement, place: HTMLElement, choices: SlipChoices): void {
  let round = 0;
  const take = (plate: string) => {
    round += 1;
    field.value = plate;
    place.replaceChildren();
  };
  const look = async (): Promise<[string, number][]> => {
    const own = ++round;
    const typed = field.value;
    if (!isPlateEnd(typed)) {
      place.replaceChildren();
      return [];
    }
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    if (own !== round) return [];
    const found = endingIn((await withVehicles(choices, typed)).vehicles, typed);
    if (own !== round) return [];
    place.replaceChildren(...found.map(([plate]) => plateButton(plate, () => take(plate))));
    return found;
  };
  field.addEventListener("input", () => void look());
  field.addEventListener("change", async () => {
    const [only, other] = await look();
    if (only && !other) take(only[0]);
  });
}

function plateButton(plate: string, press: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second";
  button.textContent = plate;
  button.addEventListener("click", press);
  return button;
}
