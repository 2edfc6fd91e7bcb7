import { expect, test } from "@jest/globals";
import { withoutChannels } from "../../src/entry/without-channels.ts";

test("no command gets what channels keep in the environment", () => {
  const childEnv = { PATH: "/bin", ROOM: "a", Hook: "b", KEY: "c", SMTP: "d", TEAM: "e" };
  const ports = withoutChannels({ childEnv }, [
    { name: "room", kind: "slack", address: "ROOM" },
    { name: "hook", kind: "webhook", address: "HOOK", secret: "KEY" },
    { name: "open", kind: "webhook", address: "OPEN", secret: null },
    { name: "mail", kind: "email", server: "SMTP", from: "gate@example.com", to: ["$TEAM"] },
  ]);
  expect(ports.childEnv).toEqual({ PATH: "/bin", TEAM: "e" });
});
