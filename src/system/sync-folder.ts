import { open } from "node:fs/promises";

/** Makes a rename in a folder last. Not every system can open or sync a folder; the content is safe without it. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows refuses; so do some network disks.
  }
}
