import { createHash } from "node:crypto";
import type { Config } from "../domain/config.ts";
import type { TickItem } from "../domain/sign-off.ts";

/** Everything that the config asks people to tick: the items of `manual:` in their order, then the sign-offs. */
export function tickItems(config: Pick<Config, "manual" | "signOffs">): readonly TickItem[] {
  return [
    ...config.manual.flatMap(({ group, items }) =>
      items.map(({ text, required }): TickItem => {
        return { id: idOf("item", group, text), kind: "item", group, text, required };
      }),
    ),
    ...config.signOffs.map(({ role, required }): TickItem => {
      return { id: idOf("sign-off", role, role), kind: "sign-off", group: role, text: role, required };
    }),
  ];
}

/** The lengths stand between the parts, so that no two items can be written alike. */
function idOf(kind: TickItem["kind"], group: string, text: string): string {
  return createHash("sha256").update(`${kind}\n${group.length}\n${group}\n${text}`).digest("hex").slice(0, 12);
}
