// `npm run demo`: runs the gate of this example from the committed bundle. Nothing needs to be installed but Node.
//   npm run demo                    ends in GO
//   SHOP_FAULT=slow  npm run demo   makes the new way slower: NO-GO
//   SHOP_FAULT=wrong npm run demo   makes the new way wrong: NO-GO
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const gate = [
  "dist/cli/index.js",
  "gate",
  "--config",
  "examples/quickstart/rollout-gate.yml",
  ...process.argv.slice(2),
];
const child = spawn(process.execPath, gate, { cwd: root, stdio: "inherit" });
// The terminal sends Ctrl+C to both; waiting for the gate lets it write its evidence first.
process.on("SIGINT", () => {});
child.on("close", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
