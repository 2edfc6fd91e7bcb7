// Compiles kernel/ to WebAssembly, and writes each module as text into src/telemetry/kernel/, where it is committed.
// `node scripts/write-kernels.mjs --check` compiles and compares with what is committed.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const root = fileURLToPath(new URL("../", import.meta.url));
const check = process.argv.includes("--check");
const kernels = ["events", "lines"];
/** Below lie the compiler's own constants. */
const options = ["--runtime", "stub", "--enable", "simd", "-O3", "--noAssert", "--use", "abort=", "--memoryBase", "64"];

async function compile(name) {
  let binary = null;
  const { error, stderr } = await main([`${name}.ts`, ...options, "--outFile", "out.wasm"], {
    readFile: (file) => (existsSync(`${root}kernel/${file}`) ? readFileSync(`${root}kernel/${file}`, "utf8") : null),
    writeFile: (_file, content) => {
      binary = content;
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`kernel/${name}.ts: ${stderr.toString()}`);
  return Buffer.from(binary).toString("base64");
}

let stale = false;
for (const name of kernels) {
  if (!existsSync(`${root}kernel/${name}.ts`)) continue;
  const text = await compile(name);
  const head = `// Written by scripts/write-kernels.mjs from kernel/${name}.ts. Do not edit.`;
  const code = `${head}\nexport const ${name}KernelCode =\n  "${text}";\n`;
  const file = `${root}src/telemetry/kernel/${name}-kernel-code.ts`;
  if (!check) writeFileSync(file, code);
  else if (!existsSync(file) || readFileSync(file, "utf8") !== code) stale = true;
}
if (stale) {
  console.error("src/telemetry/kernel/ is not what kernel/ compiles to.\nRun: npm run kernels");
  process.exit(1);
}
if (check) console.log("src/telemetry/kernel/ is what kernel/ compiles to.");
