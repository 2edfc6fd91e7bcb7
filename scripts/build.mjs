// Builds dist/: TypeScript 7 emits JavaScript to build/, ncc bundles each door into one file.
// `node scripts/build.mjs --check` builds elsewhere and compares with what is committed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { minify } from "@swc/core";
import ncc from "@vercel/ncc";
import { buildPage } from "./build-page.mjs";
import { hintModules } from "./hint-modules.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const check = process.argv.includes("--check");
const doors = ["action", "post", "cli"];

/** Files below a folder, relative to it, sorted. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

function emit() {
  rmSync(join(root, "build"), { recursive: true, force: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const run = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
  if (run.status !== 0) process.exit(run.status ?? 2);
}

/**
 * Much of what `conclude` takes to start is V8 reading its code, so there is less of it to read, all of it in ASCII (one other
 * character makes a file twice as large in memory) and each module once. Names are kept, so that a stack trace still says where it
 * comes from. See docs/adr/0002-minified-bundles.md.
 */
async function minified(code) {
  const options = { toplevel: true, compress: { ecma: 2022 }, mangle: { keep_fnames: true, keep_classnames: true } };
  const format = { comments: false, ascii_only: true };
  return hintModules((await minify(code, { ...options, ecma: 2022, format })).code);
}

async function bundle(target) {
  // Makes the bundles CommonJS, which starts some ten milliseconds sooner than modules do. It is here for the bundler alone:
  // what benchmarks import from build/ are modules.
  const kind = join(root, "build", "package.json");
  writeFileSync(kind, "{}\n");
  const { assets: pageAssets, licenses: pageLicenses } = await buildPage();
  for (const door of doors) {
    const { code, assets } = await ncc(join(root, "build", "entry", `${door}.js`), {
      cache: false,
      minify: false,
      quiet: true,
      license: "LICENSES.txt",
      target: "es2023",
    });
    const folder = join(target, door);
    mkdirSync(folder, { recursive: true });
    const small = await minified(code);
    writeFileSync(join(folder, "index.js"), door === "cli" ? `#!/usr/bin/env node\n${small}` : small);
    for (const [name, asset] of Object.entries(assets)) {
      if (name === "package.json" || name.endsWith(".d.ts")) continue;
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      const text = String(asset.source);
      writeFileSync(join(folder, name), name.endsWith(".js") ? await minified(text) : text);
    }
    if (door !== "post") {
      writeFileSync(join(folder, "page.json"), `${JSON.stringify(pageAssets)}\n`);
      writeFileSync(join(folder, "page.LICENSES.txt"), pageLicenses);
    }
    writeFileSync(join(folder, "package.json"), `${JSON.stringify({ type: "commonjs" }, null, 2)}\n`);
  }
  rmSync(kind);
}

emit();
// What the benchmarks run against: modules, not bundles.
if (process.argv.includes("--emit")) process.exit(0);
const target = check ? join(root, "build", "dist-check") : join(root, "dist");
rmSync(target, { recursive: true, force: true });
await bundle(target);

if (check) {
  const committed = join(root, "dist");
  const names = [...new Set([...filesBelow(target), ...filesBelow(committed)])];
  const text = (folder, name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : null);
  const different = names.filter((name) => {
    const [fresh, kept] = [text(target, name), text(committed, name)];
    return fresh === null || kept === null || !fresh.equals(kept);
  });
  if (different.length > 0) {
    console.error(`dist/ is not what a fresh build gives: ${different.join(", ")}\nRun: npm run build`);
    process.exit(1);
  }
  console.log(`dist/ is what a fresh build gives (${names.length} files in ${relative(root, committed)}/).`);
}
