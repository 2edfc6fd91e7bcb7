import { readFileSync } from "node:fs";

/** The text of a file that a real tool wrote; `fixtures/README.md` says which, and how. */
export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
}
