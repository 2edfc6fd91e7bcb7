import { type Answer, jsonAnswer } from "./answer.ts";
import type { HubContext, HubRequest } from "./hub-request.ts";
import { pathOf } from "./route.ts";

function whole(text: string | null, otherwise: number): number {
  const number = Number(text ?? otherwise);
  return Number.isInteger(number) && number >= 1 ? number : otherwise;
}

/**
 * One page of a list, with the `Link` header (https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api):
 * 30 unless asked, 100 at most. `shape` puts the page into what the route answers with.
 */
export function paginate<T>(
  request: HubRequest,
  context: HubContext,
  items: readonly T[],
  shape: (page: readonly T[], total: number) => unknown = (page) => page,
): Answer {
  const each = Math.min(100, whole(request.query.get("per_page"), 30));
  const page = whole(request.query.get("page"), 1);
  const last = Math.max(1, Math.ceil(items.length / each));
  const link = (number: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    query.set("per_page", String(each));
    query.set("page", String(number));
    return `<${context.publicUrl}${pathOf(request.match)}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(Math.min(page - 1, last), "prev")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ...(page > 1 ? [link(1, "first")] : []),
  ];
  const body = shape(items.slice((page - 1) * each, page * each), items.length);
  return jsonAnswer(200, body, links.length === 0 ? {} : { link: links.join(", ") });
}
