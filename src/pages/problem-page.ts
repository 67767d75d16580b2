import type { FastifyRequest } from 'fastify';
import type { ProblemPage } from '../platform/http/problem.filter.js';
import type { ProblemDocument } from '../platform/http/problem.js';
import type { DemonstrationSignIn } from '../platform/identity/session.js';
import { roleName } from './role-names.js';
import { destination, signInPage } from './sign-in-page.js';
import type { Render } from './templates.js';

/** Addresses for programs: their errors are JSON whatever the browser accepts. */
const FOR_PROGRAMS = ['/v1/', '/health/', '/identity/', '/openapi.json', '/assets/'];

const TITLES: Readonly<Record<number, string>> = {
  403: 'You may not do that',
  404: 'Page not found',
  413: 'What you sent is too large',
  500: 'Sorry, there is a problem with the service',
  503: 'Sorry, the service is away for a moment',
};

/** Whether an address is a page for people, and so takes the session cookie. */
export function isPage(path: string): boolean {
  return !FOR_PROGRAMS.some((start) => path.startsWith(start));
}

/** Problems as pages; without a session the page is the sign-in form, so that nobody has to look for it. */
export function problemPages(render: Render, demonstration: DemonstrationSignIn | null): ProblemPage {
  return (document, request) => {
    const [path = ''] = request.url.split('?');
    if (!isPage(path) || !acceptsHtml(request)) return undefined;
    if (document.status === 401) {
      const next = request.method === 'GET' ? destination(request.url) : '/caseload';
      return signInPage(render, demonstration, { next });
    }
    const context = { ...wordsOf(document), record: recordOf(request.url, document.status) };
    return render('problem.njk', { ...context, person: request.person, roleName: roleName(request.person) });
  };
}

/** The record that an address goes on from: a moment that was not given well, or was before the record, is no dead end. */
function recordOf(url: string, status: number): string | undefined {
  const [, record, more = ''] = /^(\/children\/[0-9a-f-]{36})(.*)$/.exec(url) ?? [];
  return status === 400 || (status === 404 && /[?&](asOf|atRevision)=/.test(more)) ? record : undefined;
}

function wordsOf(document: ProblemDocument): Record<string, unknown> {
  const title = TITLES[document.status] ?? document.title;
  return { title, detail: document.detail, errors: document.errors ?? [], paragraph: document.paragraph };
}

function acceptsHtml(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') ?? false;
}
