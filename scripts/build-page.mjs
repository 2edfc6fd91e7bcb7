// Bundles what the report's HTML page carries with it: its script with the library for charts, its style, and the styles that
// the library itself puts into its pictures, which the page's policy has to know.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path) => readFileSync(`${root}${path}`, "utf8");

/** The class of our plots; the library writes it into its style. */
const plotClass = "plot";

/** @returns {Promise<{ script: string, style: string, drawn: string[] }>} */
export async function buildPage() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/page/main.ts"],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    charset: "ascii",
  });
  const style = await build({
    absWorkingDir: root,
    entryPoints: ["src/page/page.css"],
    write: false,
    minify: true,
    target: "es2022",
    legalComments: "none",
  });
  const script = outputFiles[0].text.trim();
  if (script.includes("</script") || script.includes("<!--")) throw new Error("The page's script holds markup.");
  return { script, style: style.outputFiles[0].text.trim(), drawn: [plotStyle()] };
}

/** What the library writes into each of its pictures, from its source. */
function plotStyle() {
  const source = read("node_modules/@observablehq/plot/src/plot.js");
  const text = /svg\.append\("style"\)\.text\(\s*`([^`]+)`/.exec(source)?.[1];
  if (text === undefined) throw new Error("The library for charts no longer writes its style where it did.");
  const written = text.replaceAll("${className}", plotClass);
  if (written.includes("${")) throw new Error("The style of the library for charts holds more than its class.");
  return written;
}
