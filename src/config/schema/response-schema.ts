import { list, mapOf, strictMap, union } from "../../shape/compound-shapes.ts";
import { oneOf, text } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import { environmentName } from "./flag-schema.ts";
import { onlyOneOf } from "./only-one-of.ts";
import { severitySchema } from "./stage-schema.ts";
import { durationText, filledText, nameText, oneOrMore } from "./text-types.ts";

const handle = text().matching(
  /^@?[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?$/,
  'a handle is a GitHub user such as "@octocat", or a team such as "@octo-org/on-call", in quotes',
);

const contactSchema = union(
  [
    handle,
    strictMap({
      handle: handle.describe('The GitHub user or team: "@octocat"').optional(),
      name: filledText("the name", 200).describe("The person's name").optional(),
      email: text()
        .max(254, "the address is too long")
        .matching(/^[^\s@<>]+@[^\s@<>]+$/, "this is not an e-mail address")
        .describe("An e-mail address")
        .optional(),
      slack: filledText("the Slack name", 100).describe("A Slack member or channel").optional(),
    }),
  ],
  'a contact is a handle such as "@octocat", or { handle, name, email, slack }',
);

export const contactsSchema = mapOf(nameText("a role"), contactSchema);

/** The parts of an address that a server may see; nothing that could end a header or begin another address. */
const mailAddress = text()
  .max(254, "the address is too long")
  .matching(
    /^(?:\$[A-Za-z_][A-Za-z0-9_]*|[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+)$/,
    'an address is like "ops@example.com", or $NAME of an environment variable that holds one',
  );

const channelKinds = onlyOneOf(["slack", "webhook", "email"]);
const channelSchema = strictMap(
  {
    slack: environmentName.describe("The environment variable that holds a Slack webhook's address").optional(),
    webhook: union(
      [
        environmentName,
        strictMap({
          address: environmentName.describe("The environment variable that holds the webhook's address"),
          secret: environmentName
            .describe("The environment variable that holds what bodies are signed with (HMAC-SHA256)")
            .optional(),
        }),
      ],
      "a webhook is the name of an environment variable, or { address, secret }",
    )
      .describe("The environment variable that holds a webhook's address")
      .optional(),
    email: strictMap({
      server: environmentName.describe(
        "The environment variable that holds the SMTP server's address with user and password",
      ),
      from: mailAddress.describe("The sender's address"),
      to: oneOrMore(mailAddress, "an address").describe("The receivers' addresses"),
    })
      .describe("E-mail by SMTP")
      .optional(),
  },
  [channelKinds.rule],
).annotate(channelKinds.keywords);

const levelSchema = strictMap({
  on: severitySchema.describe("Which findings it is for"),
  after: durationText({ zero: true }).describe("How long they have gone unresolved (default 0 min)").optional(),
  tell: oneOrMore(nameText("a role or channel"), "a role or channel")
    .describe("Roles of contacts, names of channels, or all")
    .optional(),
  do: oneOf(["notify", "issue", "prepare-rollback", "rollback"])
    .describe("Tell only (the default), open an issue, attach a rollback's dry run, or roll back")
    .optional(),
  "post-mortem": durationText().describe("When the post-mortem is due").optional(),
});

export const escalateSchema = strictMap({
  channels: mapOf(nameText("a channel's name"), channelSchema)
    .describe("Where to tell people, besides GitHub")
    .optional(),
  "rollback-workflow": text()
    .matching(
      /^[A-Za-z0-9_.-]{1,200}\.ya?ml$/,
      'this is the name of a file in .github/workflows, such as "rollback.yml"',
    )
    .describe("The workflow that rolls back, started on the default branch; without one it is done in place")
    .optional(),
  levels: list(levelSchema, { min: 1, tooFew: "the list is empty: it needs a level" }).describe(
    "What happens, mildest first",
  ),
});

export type EscalateInput = Infer<typeof escalateSchema>;
