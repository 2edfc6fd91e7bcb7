/** What `verify` is asked for. */
export interface WatchRequest {
  /** A window to look at now; null: what is due. */
  readonly window: string | null;
  /** Records what the flag's time will be compared with. */
  readonly recordBefore: boolean;
  readonly dryRun: boolean;
}

/**
 * @param given `window` empty: none
 * @param name how an option is called where it was given: `--window`, or an input
 * @returns what is wrong, as a sentence, or the request
 */
export function readWatchRequest(
  given: { readonly window: string; readonly recordBefore: boolean; readonly dryRun: boolean },
  name: (option: "window" | "record-before") => string,
): WatchRequest | string {
  const window = given.window.trim();
  if (given.recordBefore && window !== "") {
    return `${name("record-before")} records what is there before the flag is on, so ${name("window")} has no place beside it.`;
  }
  return { window: window === "" ? null : window, recordBefore: given.recordBefore, dryRun: given.dryRun };
}
