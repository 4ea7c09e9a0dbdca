// The script that puts the edges to a browser: a page that loads it has one function more.
import { judge } from "./judge.ts";

Object.assign(globalThis, { judge });
