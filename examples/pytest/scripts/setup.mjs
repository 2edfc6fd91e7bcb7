// Makes .venv beside this example and installs what it needs. Safe to run again.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const venv = join(root, ".venv");
const python = join(venv, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

function run(program, args) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: "inherit" });
  if (error !== undefined || status !== 0) {
    console.error(`${program} ${args.join(" ")} failed: ${error?.message ?? `exit ${status}`}`);
    process.exit(1);
  }
}

if (!existsSync(python)) run(process.env.PYTHON ?? "python3", ["-m", "venv", venv]);
run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt"]);
run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-e", "."]);
console.log(`Ready: ${python}`);
