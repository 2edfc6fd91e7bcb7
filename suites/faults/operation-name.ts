import { type FieldNode, Kind, parse, type SelectionSetNode } from "graphql";

/** What a request asks for, as far as it makes a difference: a route, or the parts of a query. */
export function operationName(target: { readonly route: string | null; readonly body: unknown }): string {
  const { route, body } = target;
  if (route !== "POST /graphql") return route ?? "no route";
  const text = typeof body === "object" && body !== null && "query" in body ? String(body.query) : "";
  const fields = parse(text).definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? fieldsOf(one.selectionSet) : [],
  );
  const names = fields.flatMap((field) => {
    const name = nameOf(field);
    if (name === "pull") return [`pull.${/ (first|last): timelineItems/.exec(text)?.[1] ?? "head"}`];
    return name === "repository" ? fieldsOf(field.selectionSet).map((inner) => `repository.${nameOf(inner)}`) : [name];
  });
  return `GraphQL ${[...new Set(names)].join(" ")}`;
}

function fieldsOf(set: SelectionSetNode | undefined): readonly FieldNode[] {
  return (set?.selections ?? []).flatMap((one) => (one.kind === Kind.FIELD ? [one] : []));
}

/** Of parts of which there is one for each of many, `person0` or `b1`, the name without the number. */
function nameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value.replace(/\d+(?:x\d+)?$/, "");
}
