import type { RequestListener } from 'node:http';

/** A page that probes and clients ask for over plain HTTP; it is given the host and port that the client asked. */
export type Page = (host: string | undefined) => PageAnswer;

export interface PageAnswer {
  readonly status: number;
  readonly json?: unknown;
}

/** Finds and makes a page: 404 where there is none, 405 for anything but reading. */
export function answerPage(
  pages: ReadonlyMap<string, Page>,
  request: { readonly method: string | undefined; readonly url: string | undefined; readonly host: string | undefined },
): { status: number; headers: Record<string, string | number>; body: string } {
  const [path = '/'] = (request.url ?? '/').split('?');
  const page = pages.get(path.replace(/(.)\/$/, '$1').toLowerCase());
  if (page === undefined) return { status: 404, headers: {}, body: '' };
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { status: 405, headers: { allow: 'GET, HEAD' }, body: '' };
  const { status, json } = page(request.host);
  if (json === undefined) return { status, headers: {}, body: '' };
  const body = JSON.stringify(json, undefined, 2);
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'max-age=0, no-cache, must-revalidate',
      'content-length': Buffer.byteLength(body),
    },
    body: request.method === 'HEAD' ? '' : body,
  };
}

/** Answers plain HTTP/1.1. */
export function pageListener(pages: ReadonlyMap<string, Page>): RequestListener {
  return (request, response) => {
    request.resume();
    const { status, headers, body } = answerPage(pages, {
      method: request.method,
      url: request.url,
      host: request.headers.host,
    });
    response.writeHead(status, headers).end(body);
  };
}
