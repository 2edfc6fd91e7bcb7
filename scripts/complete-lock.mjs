// Adds to package-lock.json the optional packages of other platforms that npm left out, as it does when the registry cannot
// serve them at that moment; `npm ci` then refuses the lock file. Run it after changing a dependency.
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const packages = lock.packages;
const added = [];
const oses = {
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  win32: "win32",
  openharmony: "openharmony",
  aix: "aix",
  sunos: "sunos",
  netbsd: "netbsd",
  openbsd: "openbsd",
};
for (const [path, entry] of Object.entries(packages))
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (path === "" || packages[`node_modules/${name}`] || packages[`${path}/node_modules/${name}`]) continue;
    if (!/^\d/.test(version)) {
      console.log("range", path, name, version);
      continue;
    }
    const words = name.split(/[/-]/);
    const os = words.map((w) => oses[w]).find(Boolean);
    const cpu = words.includes("arm64")
      ? "arm64"
      : words.includes("x64")
        ? "x64"
        : words.includes("ia32")
          ? "ia32"
          : words.includes("arm")
            ? "arm"
            : words.includes("wasm32")
              ? "wasm32"
              : (["ppc64", "s390x", "riscv64", "loong64", "ppc64le", "mips64el"].find((c) => words.includes(c)) ??
                null);
    if (!cpu || (!os && cpu !== "wasm32")) {
      console.log("??", name);
      continue;
    }
    const libc =
      os === "linux"
        ? words.some((w) => /musl/.test(w))
          ? ["musl"]
          : words.some((w) => /gnu|glibc/.test(w))
            ? ["glibc"]
            : undefined
        : undefined;
    packages[`node_modules/${name}`] = {
      version,
      cpu: [cpu],
      ...(entry.dev ? { dev: true } : {}),
      ...(libc ? { libc } : {}),
      optional: true,
      ...(os ? { os: [os] } : {}),
    };
    added.push(name);
  }
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log("added", added.length, added.slice(0, 5));
