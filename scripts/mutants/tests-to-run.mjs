/** Tests that are tried on the mutants of each folder; by the beginnings of their paths. */
const testsByFolder = {
  flag: ["flag/"],
  ledger: ["ledger/"],
  judge: ["judge/", "modes/compare"],
};

/** @param mutate what is changed, as patterns of paths; @returns beginnings of paths of tests */
export function testsFor(mutate) {
  const folders = Object.keys(testsByFolder).filter((name) => mutate.some((path) => path.startsWith(`src/${name}/`)));
  const chosen = folders.length === 0 ? Object.keys(testsByFolder) : folders;
  return chosen.flatMap((name) => testsByFolder[name]).map((path) => `__tests__/${path}`);
}

/** Parts of the names of tests that take seconds: every mutant that survives would wait for each. */
export const leftOut = [
  "an unchanged rollout is seldom failed",
  "two configs differ or they do not, both ways round",
  "how often a run is judged wrongly",
  "32 writers record 20 times",
  "16 writers at once",
  "any crowd, any faults",
  "what is rendered is read back, whatever it says",
  "hundreds of benchmarks: a regression is found among them",
  "neither grows with the ledger",
  "a writer killed between sealing and beginning anew",
  "costs the same however long the ledger is",
];
