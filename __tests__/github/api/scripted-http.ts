import type { Http, HttpOutcome, HttpRequest } from "../../../src/domain/http.ts";
import type { Clock } from "../../../src/domain/ports.ts";

/** Answers one after the other, the last one again and again; remembers what was asked. */
export function scriptedHttp(outcomes: readonly HttpOutcome[]): Http & { readonly sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  return {
    sent,
    async send(request) {
      sent.push(request);
      const outcome = outcomes[Math.min(sent.length, outcomes.length) - 1];
      if (outcome === undefined) throw new Error("nothing was scripted");
      return outcome;
    },
  };
}

export function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpOutcome {
  return { ok: true, status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

export const noAnswer: HttpOutcome = { ok: false, reason: "socket hang up" };

/** Time that passes only by sleeping. */
export function sleepingClock(): Clock & { readonly sleeps: number[] } {
  const sleeps: number[] = [];
  const passed = () => sleeps.reduce((sum, ms) => sum + ms, 0);
  return {
    sleeps,
    now: () => new Date(Date.UTC(2026, 0, 1) + passed()),
    monotonicMs: passed,
    async sleep(durationMs) {
      sleeps.push(durationMs);
    },
  };
}
