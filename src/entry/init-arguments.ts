import type { InitOptions } from "../modes/init.ts";

/** What the command line says to `init`. */
export interface InitArguments extends InitOptions {
  /** Ask nothing. */
  readonly yes: boolean;
}

interface InitValues {
  readonly yes?: boolean | undefined;
  readonly name?: string | undefined;
  readonly "flag-env"?: string | undefined;
  readonly "flag-read"?: string | undefined;
  readonly action?: string | undefined;
  readonly branch?: string | undefined;
}

export function readInitArguments(values: InitValues): InitArguments {
  return {
    yes: values.yes === true,
    name: values.name ?? null,
    flagVariable: values["flag-env"] ?? null,
    flagRead: values["flag-read"] ?? null,
    action: values.action ?? null,
    branch: values.branch ?? null,
  };
}
