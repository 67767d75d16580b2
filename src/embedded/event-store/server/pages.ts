import type { RequestListener } from 'node:http';

/** A page that probes and clients ask for over plain HTTP. */
export type Page = () => { readonly status: number; readonly json?: unknown; readonly text?: string };

/** Answers plain HTTP: GET and HEAD of the pages, 404 and 405 for the rest. */
export function pageListener(pages: ReadonlyMap<string, Page>): RequestListener {
  return (request, response) => {
    const path = new URL(request.url ?? '/', 'http://store').pathname.replace(/(.)\/$/, '$1').toLowerCase();
    const page = pages.get(path);
    request.resume();
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const { status, json, text } = page();
    const body = json === undefined ? (text ?? '') : JSON.stringify(json, undefined, 2);
    response.writeHead(status, {
      'content-type': json === undefined ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
      'cache-control': 'max-age=0, no-cache, must-revalidate',
      'content-length': Buffer.byteLength(body),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}
