import { createFolderLedger } from "../../src/ledger/folder-ledger.ts";
import { memoryLedgerFiles } from "./memory-ledger-files.ts";

/** A ledger in memory that behaves as the one in a folder does. */
export function memoryLedger() {
  const { files, contents } = memoryLedgerFiles();
  const store = createFolderLedger("/ledger", { files, clock: { sleep: async () => {} }, random: () => 0 });
  return { store, contents };
}
