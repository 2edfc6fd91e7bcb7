/**
 * One entry of the runner's `GITHUB_OUTPUT` and `GITHUB_STATE` files. The value stands between two lines that it cannot hold,
 * so no value can set a second name.
 *
 * @param delimiter unguessable, of letters, digits and underscores
 * @throws when the name could not be written, or the value holds the delimiter: both are errors of this program
 */
export function formatFileCommand(name: string, value: string, delimiter: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name)) throw new Error(`An output cannot be named "${name}".`);
  if (value.includes(delimiter)) throw new Error(`The value of ${name} holds its own delimiter.`);
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
