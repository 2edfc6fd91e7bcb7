// Loads TypeScript modules into this process, and loads them afresh when asked: what Jest does with a process and a sandbox for
// each file, done for thousands of mutants. Each file is translated once; a fresh load only runs it again.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";
import { transformSync } from "esbuild";

const require = createRequire(import.meta.url);

/**
 * @param replaced modules to hand out in place of packages, by name.
 * @returns `prepare` translates files and all that they import; `load` runs one of them, once until `forget`; `reaches` tells
 * whether a file imports another, by whatever way.
 */
export function createLoader(replaced) {
  /** File → its function, and the names it imports. */
  const units = new Map();
  /** Package name → its namespace. */
  const packages = new Map(Object.entries(replaced));
  let loaded = new Map();

  async function prepare(file) {
    if (units.has(file)) return;
    const unit = translate(file);
    units.set(file, unit);
    for (const name of unit.imports) {
      if (name.startsWith(".")) await prepare(resolve(dirname(file), name));
      else if (!name.startsWith("node:") && !packages.has(name)) packages.set(name, interop(await import(name)));
    }
  }

  function load(file) {
    const known = loaded.get(file);
    if (known !== undefined) return known.exports;
    const unit = units.get(file);
    if (unit === undefined)
      throw new Error(`${file} was not prepared: it is imported by a name that is not written out.`);
    const module = { exports: {} };
    loaded.set(file, module);
    const required = (name) => {
      if (name.startsWith(".")) return load(resolve(dirname(file), name));
      return packages.get(name) ?? require(name);
    };
    unit.run(module, module.exports, required, file, dirname(file));
    return module.exports;
  }

  function reaches(file, target, seen = new Set()) {
    if (file === target) return true;
    if (seen.has(file)) return false;
    seen.add(file);
    const imports = units.get(file)?.imports.filter((name) => name.startsWith(".")) ?? [];
    return imports.some((name) => reaches(resolve(dirname(file), name), target, seen));
  }

  return {
    prepare,
    load,
    reaches,
    forget: () => {
      loaded = new Map();
    },
  };
}

function translate(file) {
  if (!existsSync(file)) throw new Error(`There is no ${file}.`);
  const { code } = transformSync(readFileSync(file, "utf8"), {
    loader: file.endsWith(".json") ? "json" : "ts",
    format: "cjs",
    target: "node20",
    sourcefile: file,
    supported: { "dynamic-import": false },
    define: {
      "import.meta.url": JSON.stringify(pathToFileURL(file).href),
      "import.meta.dirname": JSON.stringify(dirname(file)),
      "import.meta.filename": JSON.stringify(file),
    },
  });
  const imports = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
  const run = runInThisContext(`(function (module, exports, require, __filename, __dirname) {${code}\n})`, file);
  return { run, imports: [...new Set(imports)] };
}

/** A namespace as translated code expects it: its default is what it calls default, if it has one. */
function interop(namespace) {
  return { ...namespace, __esModule: true };
}
