import type { Http } from "../domain/http.ts";
import type { Mailer } from "../domain/mail.ts";

/** By what channels reach people. */
export interface ChannelPorts {
  /** Holds addresses and secrets by the names that the config gives. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly http: Http;
  readonly mailer: Mailer;
}
