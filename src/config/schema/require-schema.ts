import { list, mapOf, strictMap } from "../../shape/compound-shapes.ts";
import { text } from "../../shape/scalar-shapes.ts";
import { notParsed, type Parsed, parsed } from "../parsed.ts";
import { severitySchema } from "./stage-schema.ts";
import { filledText, parsedText, sizeText } from "./text-types.ts";

/** What a version range may be made of, in PEP 440 and in semver; the reader of the evidence knows the rest. */
const rangeCharacters = /^[A-Za-z0-9.*+!<>=~^|,\- ]*$/;

function parseRange(text: string): Parsed<string> {
  const range = text.trim();
  if (range.length <= 200 && rangeCharacters.test(range)) return parsed(range === "" ? "*" : range);
  return notParsed({ message: "this is not a version range", hint: 'write ">= 2.0", or "*" for any version' });
}

const rangeText = () => parsedText(parseRange, 'a version range in quotes, such as ">= 2.0", or "*" for any version');

const pipName = text().matching(
  /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/,
  "this is not the name of a Python package",
);
const npmName = text().matching(
  /^(?:@[a-z0-9~-][a-z0-9._~-]{0,100}\/)?[A-Za-z0-9~-][A-Za-z0-9._~-]{0,100}$/,
  "this is not the name of an npm package",
);

export const requireSchema = strictMap({
  pip: mapOf(pipName, rangeText()).describe('Python packages and their versions: pydantic: ">= 2.0"').optional(),
  npm: mapOf(npmName, rangeText()).describe('npm packages and their versions: react: "^19"').optional(),
  disk: list(
    strictMap({
      path: filledText("the path", 4096).describe(
        "Where; ~ and $NAME are expanded. A folder not yet made counts as its nearest ancestor",
      ),
      free: sizeText().describe("Free space that must be there"),
    }),
  )
    .describe("Free disk space")
    .optional(),
  severity: severitySchema.describe("What it costs when something is missing (default critical)").optional(),
});
