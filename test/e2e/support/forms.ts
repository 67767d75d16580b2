import type { TestProgram } from './program.js';

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface PageAnswer {
  readonly status: number;
  readonly location: string;
  readonly html: string;
  /** What a person reads. */
  readonly words: string;
}

/** A person at a browser that runs no script: pages, and the forms on them. */
export function browsing(program: TestProgram, token: string) {
  const headers = { cookie: `cme_session=${token}`, accept: 'text/html' };

  async function answered(answer: Response): Promise<PageAnswer> {
    const html = await answer.text();
    const words = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    return { status: answer.status, location: answer.headers.get('location') ?? '', html, words };
  }

  async function get(path: string): Promise<PageAnswer> {
    return answered(await fetch(program.origin + path, { headers, redirect: 'manual' }));
  }

  /** `more`: headers that say where the form was sent from. */
  async function send(path: string, fields: Fields, more: Readonly<Record<string, string>> = {}): Promise<PageAnswer> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, String(one));
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
    const options = { method: 'POST', redirect: 'manual', body: body.toString() } as const;
    return answered(await fetch(program.origin + path, { ...options, headers: { ...headers, ...form, ...more } }));
  }

  /** The hidden fields of a form of a page, with what a person fills in: as a browser would send it. */
  async function fill(path: string, form: string, fields: Fields = {}): Promise<Fields> {
    const { html } = await get(path);
    const [, inside = ''] = new RegExp(`<form[^>]* id="form-${form}"[^>]*>([\\s\\S]*?)</form>`).exec(html) ?? [];
    if (inside === '') throw new Error(`${path} has no form ${form}`);
    const hidden = [...inside.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    return { ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])), ...fields };
  }

  return { get, send, fill };
}
