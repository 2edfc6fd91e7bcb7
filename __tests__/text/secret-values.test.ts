import { describe, expect, test } from "@jest/globals";
import { isSecretName, secretValues } from "../../src/text/secret-values.ts";

describe("isSecretName", () => {
  test.each([
    "GITHUB_TOKEN",
    "INPUT_TOKEN",
    "NPM_TOKEN",
    "NODE_AUTH_TOKEN",
    "DB_PASSWORD",
    "PGPASSWORD",
    "AWS_SECRET_ACCESS_KEY",
    "API_KEY",
    "STRIPE_APIKEY",
    "ACTIONS_RUNTIME_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "SLACK_WEBHOOK",
    "SENTRY_DSN",
    "GCP_CREDENTIALS",
    "client_secret",
    "privateKey",
    "PRIVATE_KEY",
    "SECRETS",
    "INPUT_MY-TOKEN",
  ])("%s holds a secret", (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each([
    "PATH",
    "HOME",
    "PWD",
    "OLDPWD",
    "SSH_AUTH_SOCK",
    "GOOGLE_APPLICATION_CREDENTIALS_FILE",
    "AWS_ACCESS_KEY_ID",
    "KEYBOARD",
    "MONKEY",
    "TOKENIZERS_PARALLELISM",
    "AUTHOR",
    "PASSAGE",
    "COMPASS_HOME",
    "BYPASS",
    "SECRETARY",
    "TOKEN_LIFETIME",
    "SECRETS_PROVIDER",
  ])("%s holds none", (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe("secretValues", () => {
  test("takes values by their name, passwords out of addresses, members out of JSON", () => {
    expect(
      secretValues({
        API_TOKEN: "abc-123-def",
        DATABASE_URL: "postgres://app:p%40ssw0rd!@db/x",
        GCP_CREDENTIALS: JSON.stringify({ project: "my-project-1", private_key: "-----BEGIN K-----\nabc1\n" }),
        PATH: "/usr/bin:/bin",
      }),
    ).toEqual([
      "abc-123-def",
      "p%40ssw0rd!",
      "p@ssw0rd!",
      '{"project":"my-project-1","private_key":"-----BEGIN K-----\\nabc1\\n"}',
      "-----BEGIN K-----\nabc1\n",
    ]);
  });

  test.each(["", "true", "required", "disabled", "1234567890", "short-1", "/run/secrets/token", "   a   b  "])(
    "does not take %p for a secret",
    (value) => {
      expect(secretValues({ SOME_SECRET: value })).toEqual([]);
    },
  );
});
