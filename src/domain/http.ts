export interface HttpRequest {
  readonly method: string;
  /** Absolute, `https:` or `http:`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: none. */
  readonly body: string | null;
  /** For all of it, from looking up the name to the answer's last byte; above 0. */
  readonly timeoutMs: number;
  /** Of the answer's body; a longer one is no answer. */
  readonly maxBytes: number;
}

export type HttpOutcome =
  | {
      readonly ok: true;
      readonly status: number;
      /** Names in lower case; of several with one name, all joined by commas. */
      readonly headers: Readonly<Record<string, string>>;
      /** Whole, as far as it can be known: as long as announced, and ended as the protocol ends it. */
      readonly body: string;
    }
  /**
   * No whole answer; whether the other side did what was asked is not known, unless `unsent` says that there was no connection to
   * ask it by. `reason` is for people.
   */
  | { readonly ok: false; readonly reason: string; readonly unsent?: true };

/** Sends one request by HTTP. It follows no redirect, tries nothing twice, and never throws for what the network does. */
export interface Http {
  send(request: HttpRequest): Promise<HttpOutcome>;
}
