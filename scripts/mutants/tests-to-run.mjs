/** Folders whose tests are tried on each mutant: those of the three folders, and the stories that judge. */
export const testFolders = ["flag", "ledger", "judge", "modes"].map((name) => `__tests__/${name}`);

/** Parts of the names of tests that take seconds: every mutant that survives would wait for each. */
export const leftOut = [
  "32 writers record 20 times",
  "16 writers at once",
  "any crowd, any faults",
  "what is rendered is read back, whatever it says",
  "hundreds of benchmarks: a regression is found among them",
  "neither grows with the ledger",
  "a writer killed between sealing and beginning anew",
  "costs the same however long the ledger is",
];
