import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const program = "/usr/bin/chromium";

/** Debian's Chromium, driven without a window; installed where it is missing and may be. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? program;
  if (!existsSync(executablePath)) {
    for (const args of [
      ["update", "-qq"],
      ["install", "-y", "-qq", "chromium"],
    ]) {
      const { status, stderr } = spawnSync("apt-get", args, { encoding: "utf8" });
      if (status !== 0)
        throw new Error(`Chromium could not be installed; name one in CHROMIUM. apt-get said: ${stderr}`);
    }
  }
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
