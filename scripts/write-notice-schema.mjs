// Writes schema/notice.schema.json, which says how the bodies that webhooks get look. Run after `npx tsc -p tsconfig.build.json`.
import { writeFileSync } from "node:fs";
import { noticeJsonSchema } from "../build/channels/notice-json-schema.js";

const target = new URL("../schema/notice.schema.json", import.meta.url);
writeFileSync(target, `${JSON.stringify(noticeJsonSchema(), null, 2)}\n`);
