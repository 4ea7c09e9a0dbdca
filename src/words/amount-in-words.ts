// An amount of đồng in Vietnamese words, as a paper that pays or refuses money has it beside the figures ("Bằng chữ").
const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"] as const;
/** Names of groups of three digits from the right; a thousand million is "tỷ", and they begin again from there. */
const GROUPS = ["", "nghìn", "triệu"] as const;

/** 182789485 gives "Một trăm tám mươi hai triệu bảy trăm tám mươi chín nghìn bốn trăm tám mươi lăm đồng". */
export function dongInWords(amountDong: number): string {
  if (!Number.isSafeInteger(amountDong) || amountDong < 0) throw new RangeError(`not an amount: ${amountDong}`);
  const words = amountDong === 0 ? [DIGITS[0]] : billions(amountDong, false);
  const text = [...words, "đồng"].join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `follows`: digits came before these, so that a missing hundred is said. */
function billions(amount: number, follows: boolean): string[] {
  const above = Math.floor(amount / 1e9);
  const head = above > 0 ? [...billions(above, follows), "tỷ"] : [];
  const rest = amount % 1e9;
  const words: string[] = [];
  for (const power of [2, 1, 0]) {
    const group = Math.floor(rest / 1000 ** power) % 1000;
    if (group === 0) continue;
    words.push(...hundreds(group, follows || head.length + words.length > 0));
    if (power > 0) words.push(GROUPS[power] as string);
  }
  return [...head, ...words];
}

function hundreds(group: number, follows: boolean): string[] {
  const [hundred, ten, one] = [Math.floor(group / 100), Math.floor(group / 10) % 10, group % 10];
  const says = hundred > 0 || follows;
  return [...(says ? [DIGITS[hundred] as string, "trăm"] : []), ...tens(ten, one, says)];
}

function tens(ten: number, one: number, follows: boolean): string[] {
  if (ten === 0) return one === 0 ? [] : [...(follows ? ["lẻ"] : []), DIGITS[one] as string];
  const head = ten === 1 ? ["mười"] : [DIGITS[ten] as string, "mươi"];
  if (one === 0) return head;
  const last = one === 5 ? "lăm" : one === 1 && ten > 1 ? "mốt" : (DIGITS[one] as string);
  return [...head, last];
}
