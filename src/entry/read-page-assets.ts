import { readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { PageAssets } from "../report/page/render-page.ts";

/**
 * What the report's page carries with it; it lies beside the bundle that runs.
 *
 * @param program the file that Node was started with, which may be a link to the bundle
 * @throws when it is not there, as where the program does not run from a bundle
 */
export async function readPageAssets(program: string | undefined): Promise<PageAssets> {
  if (program === undefined) throw new Error("the program does not run from a file");
  const text = await readFile(join(dirname(await realpath(program)), "page.json"), "utf8");
  // Built together with this program, and never from anywhere else.
  return JSON.parse(text);
}
