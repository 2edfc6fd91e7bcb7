// Puts the Node that GitHub's runners use for actions into node_modules/.cache/node24 and prints the path of its binary.
// It comes from the package registry, so nothing has to be installed on the machine.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const version = "24.9.0";
const folder = fileURLToPath(new URL("../node_modules/.cache/node24/", import.meta.url));
const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const binary = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");

if (Number(process.versions.node.split(".")[0]) === 24) {
  console.log(process.execPath);
} else {
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const args = [
      "install",
      "--silent",
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--prefix",
      folder,
      `${name}@${version}`,
    ];
    const run = spawnSync(npm, args, { stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
    if (run.status !== 0 || !existsSync(binary)) {
      console.error(`${name}@${version} could not be installed (npm exit ${run.status}).`);
      process.exit(1);
    }
  }
  console.log(binary);
}
