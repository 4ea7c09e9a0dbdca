// References from a body to earlier entries by log index: each says what people call it and which kinds of entry it may name. A court
// bundle carries what these name, a page links it. A field with another name for the same thing gives its own words.
import { called, integer, list, maybe, named, type Shape } from "../shape.ts";

const index = named("index", integer(0, 2 ** 32 - 1));

type Reference = Shape<number> & { readonly words: { readonly vi: string; readonly en: string } };

/** A reference to an entry of one of the kinds; of any kind where none is named. */
export function reference(vi: string, en: string, ...refersTo: string[]): Reference {
  return { ...index, words: { vi, en }, refersTo };
}

export const party = reference("đơn vị", "party", "party.register");
export const holder = reference("chủ hàng", "holder", "party.register");
export const person = reference("người", "person", "person.register");
export const site = reference("địa điểm", "place", "site.register");
/** A registered place, or a project as the place where its works are. */
export const place = reference("nơi", "place", "site.register", "project.register");
export const receivedAt = reference("nhận tại", "received at", "site.register", "project.register");
export const project = reference("dự án", "project", "project.register");
export const source = reference("nguồn", "source", "source.grant");
export const vehicle = reference("phương tiện", "vehicle", "vehicle.register");
export const route = reference("tuyến", "route", "route.set");
export const scale = reference("cân", "scale", "scale.register");
export const weighing = reference("lần cân", "weighing", "weighing.record");
export const factor = reference("hệ số", "factor", "factor.set");
export const recipe = reference("định mức", "recipe", "recipe.set");
/** Earlier records that look like the one that an entry makes, and are not it. */
export function distinctFrom(registered: string) {
  return called("khác với mục", "distinct from", maybe(list(reference("mục", "entry", registered), 1, 12)));
}
/** A mixed product is known by its recipe. */
export const product = reference("sản phẩm", "product", "recipe.set");
export const slip = reference("phiếu", "slip", "slip.issue");
/** A slip or an observation that waits for a ruling: the rule knows which do. */
export const waiting = reference("mục chờ kết luận", "waiting entry");
export const stop = reference("lần dừng xe", "stop", "stop.record");
export const slipBook = reference("quyển phiếu", "slip book", "book.grant");
export const paper = reference("giấy tờ", "paper", "paper.lodge");
export const annex = reference("bảng kê", "annex", "annex.propose");
export const review = reference("kết quả đề xuất", "review", "review.make");
export const decision = reference("kết quả", "result", "decision.sign");
export const recovery = reference("khoản thu hồi", "recovery", "recovery.open");
export const finding = reference("kết luận", "finding", "finding.record");
