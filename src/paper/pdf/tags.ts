// The structure of a tagged PDF: which marks on which pages are a heading, a paragraph, a cell. A reader of the screen follows it, and so does
// whoever copies a table.
import { PDFDict, type PDFDocument, PDFHexString, PDFName, PDFNumber, type PDFRef } from "@cantoo/pdf-lib";

/** The roles that our papers need (ISO 32000-1, 14.8.4). */
export type TagRole =
  | "Document"
  | "Sect"
  | "H1"
  | "H2"
  | "H3"
  | "P"
  | "L"
  | "LI"
  | "Lbl"
  | "LBody"
  | "Table"
  | "TR"
  | "TH"
  | "TD"
  | "Figure"
  | "Form";

/** A stretch of a page's content, by the page's place in the document and its number there. */
export type TagMark = { readonly page: number; readonly id: number };

/** One element; its marks and elements in reading order. */
export class Tag {
  readonly role: TagRole;
  readonly kids: (Tag | TagMark)[] = [];
  /** Words in the place of a picture. */
  alt: string | undefined;
  /** The rectangle of a picture on its page. */
  box: readonly [number, number, number, number] | undefined;
  /** A head cell: of its column or of its row. */
  scope: "Column" | "Row" | undefined;
  /** A form's field, and the page that it is on. */
  field: { readonly ref: PDFRef; readonly page: number } | undefined;

  constructor(role: TagRole) {
    this.role = role;
  }

  add(role: TagRole): Tag {
    const kid = new Tag(role);
    this.kids.push(kid);
    return kid;
  }
}

/** Writes the tree into the document; `pages` are the pages' references in order. */
export function writeTags(document: PDFDocument, root: Tag, pages: readonly PDFRef[]): void {
  const { context } = document;
  const parents: PDFRef[][] = pages.map(() => []);
  const fields: [key: number, parent: PDFRef][] = [];
  const top = context.nextRef();
  const write = (tag: Tag, parent: PDFRef): PDFRef => {
    const ref = context.nextRef();
    const dict = context.obj({ S: tag.role, P: parent });
    if (tag.alt !== undefined) dict.set(PDFName.of("Alt"), PDFHexString.fromText(tag.alt));
    if (tag.box) dict.set(PDFName.of("A"), context.obj({ O: "Layout", BBox: [...tag.box], Placement: "Block" }));
    if (tag.scope) dict.set(PDFName.of("A"), context.obj({ O: "Table", Scope: tag.scope }));
    const kids = context.obj([]);
    for (const kid of tag.kids) {
      if (kid instanceof Tag) kids.push(write(kid, ref));
      else {
        parents[kid.page]![kid.id] = ref;
        kids.push(context.obj({ Type: "MCR", Pg: pages[kid.page]!, MCID: kid.id }));
      }
    }
    if (tag.field) {
      kids.push(context.obj({ Type: "OBJR", Pg: pages[tag.field.page]!, Obj: tag.field.ref }));
      fields.push([pages.length + fields.length, ref]);
      context.lookup(tag.field.ref, PDFDict).set(PDFName.of("StructParent"), PDFNumber.of(fields.at(-1)![0]));
    }
    dict.set(PDFName.of("K"), kids);
    context.assign(ref, dict);
    return ref;
  };
  const whole = write(root, top);
  const numbers = context.obj([]);
  for (const [page, refs] of parents.entries()) {
    numbers.push(PDFNumber.of(page));
    numbers.push(context.register(context.obj(refs)));
    context.lookup(pages[page]!, PDFDict).set(PDFName.of("StructParents"), PDFNumber.of(page));
  }
  for (const [key, parent] of fields) {
    numbers.push(PDFNumber.of(key));
    numbers.push(parent);
  }
  const tree = context.register(context.obj({ Nums: numbers }));
  const next = pages.length + fields.length;
  context.assign(top, context.obj({ Type: "StructTreeRoot", K: [whole], ParentTree: tree, ParentTreeNextKey: next }));
  document.catalog.set(PDFName.of("StructTreeRoot"), top);
  document.catalog.set(PDFName.of("MarkInfo"), context.obj({ Marked: true }));
}
