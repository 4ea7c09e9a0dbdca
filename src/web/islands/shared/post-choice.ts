// The checkpoint where an officer is on duty. A force has many: it is chosen once a shift, kept on the device, and every verdict and passage
// is of that checkpoint until another is chosen.
import type { Lang } from "../../../words/lang.ts";
import { selectField } from "../../fields.ts";
import { t } from "../../layout.ts";
import { kept, putOnShelf } from "./shelf.ts";

export type DutyPost = { readonly index: number; readonly name: string };

/** Shows the choice where there is one, and tells each change; answers the checkpoint of the last shift, else the first; none for who is not on duty. */
export async function choosePost(
  posts: readonly DutyPost[],
  origin: string,
  lang: Lang,
  changed: (post: DutyPost) => void,
): Promise<DutyPost | undefined> {
  const name = `post ${origin}`;
  const last = await kept<number>(name);
  const post = posts.find(({ index }) => index === last) ?? posts[0];
  const place = document.querySelector<HTMLElement>("[data-post]");
  if (posts.length < 2 || !post || !place) return post;
  const label = t(lang, "Chốt đang trực", "Checkpoint on duty");
  const choices = posts.map(({ index, name: text }) => ({ value: String(index), text }));
  place.innerHTML = String(await selectField({ name: "post", label, choices, value: String(post.index) }));
  place.querySelector("select")?.addEventListener("change", (event) => {
    const chosen = posts.find(({ index }) => String(index) === (event.target as HTMLSelectElement).value);
    if (!chosen) return;
    void putOnShelf(name, chosen.index);
    changed(chosen);
  });
  return post;
}
