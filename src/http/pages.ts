// The page modules, one for each audience; a page is whatever answers text/html.
import type { Hono } from "hono";
import { fieldPages } from "../web/pages/field.ts";
import { officePages } from "../web/pages/office.ts";
import type { Services } from "./services.ts";

/** A module of pages as an application of its own. */
export type PageModule = (services: Services) => Hono;

export const PAGES: readonly PageModule[] = [fieldPages, officePages];
