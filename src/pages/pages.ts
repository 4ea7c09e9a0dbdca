// The page modules, one for each audience; a page is whatever answers text/html.
import type { PageModule } from "../http/app.ts";
import { fieldPages } from "./field.ts";
import { officePages } from "./office.ts";

export const PAGES: readonly PageModule[] = [fieldPages, officePages];
