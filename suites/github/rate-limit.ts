import { type Answer, refusal } from "./answer.ts";

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export interface RateLimit {
  /** Counts a request; refuses it when the hour's are used up. */
  spend(secret: string): Answer | null;
  headers(secret: string | null): Readonly<Record<string, string>>;
}

export function createRateLimit(hourly: number, now: Date): RateLimit {
  const spent = new Map<string, number>();
  const resetAt = Math.floor(now.getTime() / 1000) + 3600;
  return {
    spend: (secret) => {
      const used = (spent.get(secret) ?? 0) + 1;
      spent.set(secret, used);
      return used > hourly ? refusal(403, "API rate limit exceeded for installation ID 1.") : null;
    },
    headers: (secret) => {
      const used = Math.min(hourly, secret === null ? 0 : (spent.get(secret) ?? 0));
      return {
        "x-ratelimit-limit": String(hourly),
        "x-ratelimit-remaining": String(hourly - used),
        "x-ratelimit-used": String(used),
        "x-ratelimit-reset": String(resetAt),
        "x-ratelimit-resource": "core",
      };
    },
  };
}
