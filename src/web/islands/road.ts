// The island of searches and stops on the road: signs with this browser's key. The page says which vehicle a plate is.
import { signRoadForms, vehicleIn } from "./shared/road-signing.ts";
import { wake } from "./shared/wake.ts";

const awake = await wake();
const root = document.querySelector<HTMLElement>("[data-road]");
if (awake && root) {
  const vehicles = JSON.parse(root.dataset.vehicles ?? "{}") as Record<string, { plate: string }>;
  signRoadForms(awake, (typed) => vehicleIn(vehicles, typed));
}
