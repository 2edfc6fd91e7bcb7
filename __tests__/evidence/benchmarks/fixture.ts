import { readFileSync } from "node:fs";

/** The text of a benchmark file; `fixtures/README.md` says which tool wrote it, and how, or that it was written by hand. */
export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
}
