import { constants } from "node:os";

export interface Cancellation {
  /** Aborts at the first signal. */
  readonly signal: AbortSignal;
  /** 128 and the signal's number, as shells tell it; null while none has come. */
  readonly status: number | null;
  /** Stops listening. */
  stop(): void;
}

const watched = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort, so that evidence is still written; a second one ends the
 * program at once, for a person who does not want to wait.
 */
export function catchSignals(target: NodeJS.Process): Cancellation {
  const controller = new AbortController();
  let status: number | null = null;
  const onSignal = (name: (typeof watched)[number]): void => {
    const code = 128 + constants.signals[name];
    if (status !== null) target.exit(code);
    status = code;
    controller.abort();
  };
  for (const name of watched) target.on(name, onSignal);
  return {
    signal: controller.signal,
    get status() {
      return status;
    },
    stop: () => {
      for (const name of watched) target.off(name, onSignal);
    },
  };
}
