// Bundles what the report's HTML page carries with it: its script with the library for charts, its style, and the styles that
// the library itself puts into its pictures, which the page's policy has to know.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (path) => readFileSync(`${root}${path}`, "utf8");

/** The class of our plots; the library writes it into its style. */
const plotClass = "plot";

/**
 * @returns {Promise<{ assets: { script: string, style: string, drawn: string[] }, licenses: string }>} what the page carries, and
 * the licences of what is in it
 */
export async function buildPage() {
  const { outputFiles, metafile } = await build({
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
    metafile: true,
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
  const assets = { script, style: style.outputFiles[0].text.trim(), drawn: [plotStyle()] };
  return { assets, licenses: licensesOf(Object.keys(metafile.inputs)) };
}

/** The licence of every package that a file of the bundle comes from. */
function licensesOf(inputs) {
  const packages = inputs.flatMap((path) => /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  const texts = [...new Set(packages)].sort().map((name) => {
    const folder = `${root}node_modules/${name}`;
    const file = existsSync(folder) ? readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry)) : undefined;
    if (file === undefined) throw new Error(`${name} has no licence file.`);
    return `${name}\n${JSON.parse(read(`node_modules/${name}/package.json`)).license}\n${read(`node_modules/${name}/${file}`).trim()}\n`;
  });
  return `${texts.join("\n")}`;
}

/** What the library writes into each of its pictures, from its source. */
function plotStyle() {
  const source = read("node_modules/@observablehq/plot/src/plot.js");
  const text = /svg\.append\("style"\)\.text\(\s*`([^`]+)`/.exec(source)?.[1];
  if (text === undefined) throw new Error("The library for charts no longer writes its style where it did.");
  const written = text.replaceAll(/\$\{className\}/g, plotClass);
  if (/\$\{/.test(written)) throw new Error("The style of the library for charts holds more than its class.");
  return written;
}
