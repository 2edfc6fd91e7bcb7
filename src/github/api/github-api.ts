/** What a call does there, which decides what may be done when its answer is lost. */
export type ApiEffect =
  /** Changes nothing: tried again. */
  | "read"
  /** Doing it twice is the same as doing it once (setting a text, a conditional write): tried again. */
  | "idempotent"
  /** Doing it twice makes two: never tried again here; the caller looks whether it happened. */
  | "create";

export interface ApiCall {
  /** A route of GitHub's REST description, such as `GET /repos/{owner}/{repo}/issues/{issue_number}/comments`. */
  readonly route: string;
  /** Path, query and body parameters by their documented names. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly effect: ApiEffect;
}

/** Why a call gave nothing. */
export interface ApiFault {
  /**
   * - `unauthorized` (401), `forbidden` (403 for want of a permission), `not-found` (404), `gone` (410), `conflict` (409),
   *   `invalid` (422 and other 4xx): GitHub said no, nothing was changed.
   * - `limited`: rate or secondary limits, and waiting did not help within the time allowed; nothing was changed.
   * - `unreachable`: no answer, a 5xx, or an answer that cannot be read. A write may have happened.
   */
  readonly kind:
    | "unauthorized"
    | "forbidden"
    | "not-found"
    | "gone"
    | "conflict"
    | "invalid"
    | "limited"
    | "unreachable";
  /** Null where no answer came. */
  readonly status: number | null;
  /** One line for people, without secrets: what was asked, and what was said. */
  readonly message: string;
}

export type ApiAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly data: unknown;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly fault: ApiFault; readonly partial?: PartialData };

/** What GraphQL gave beside its errors, where each of them names the member of `data` that it is about. */
export interface PartialData {
  readonly data: unknown;
  /** By the name of a member of `data`. What is not here came whole. */
  readonly faults: ReadonlyMap<string, ApiFault>;
}

/** GitHub's API with one token. It never throws for what GitHub or the network does. */
export interface GitHubApi {
  call(call: ApiCall): Promise<ApiAnswer>;
  /** One read by GraphQL; `data` of the answer. Errors in the answer are a fault; what came in spite of them is `partial`. */
  query(text: string, variables: Readonly<Record<string, unknown>>): Promise<ApiAnswer>;
  /** How many requests were sent so far, tries again included. */
  readonly requests: number;
}
