import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { type Asset, GOVUK_FRONTEND, MOJ_FRONTEND } from './assets.js';
import { dateInWords, longDateInWords, mojDate, timeInWords } from './dates.js';
import { homeOf } from './home.js';

const views = join(dirname(fileURLToPath(import.meta.url)), 'views');

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected?: boolean;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  if (!/[&<>"']/.test(text)) return text;
  return text.replace(/[&<>"']/g, (character) => ESCAPED[character] ?? character);
}

/** The options of a select. Not a loop of a template: a county has more than a thousand schools and owners. */
function optionsOf(choices: readonly Choice[]): nunjucks.runtime.SafeString {
  const html: string[] = [];
  for (const { value, text, selected } of choices) {
    html.push('<option value="', escaped(value), selected ? '" selected>' : '">', escaped(text), '</option>\n');
  }
  return new nunjucks.runtime.SafeString(html.join(''));
}

type Next = (error: unknown, ...values: unknown[]) => void;

/**
 * How an include runs its steps (each macro of govuk-frontend is one). In the place of the library's own way, whose functions
 * stay reachable for the collector of young memory: with it, all that a page was made of outlived the page until the
 * next collection of all memory, a MB a page.
 */
function inTurn(steps: readonly ((...values: unknown[]) => void)[], done: Next): void {
  let at = 0;
  const next: Next = (error, ...values) => {
    const step = error ? undefined : steps[at++];
    if (step) step(...values, next);
    else done(error, ...values);
  };
  next(null);
}

/** Renders a view by its file name with what it needs to know. */
export type Render = (view: string, context: Readonly<Record<string, unknown>>) => string;

/**
 * The templates of the pages: own views over those of govuk-frontend and moj-frontend, every value escaped unless a
 * template says otherwise.
 */
export function createTemplates(assets: ReadonlyMap<string, Asset>): Render {
  const environment = new nunjucks.Environment(
    new nunjucks.FileSystemLoader([views, GOVUK_FRONTEND, MOJ_FRONTEND], { noCache: false, watch: false }),
    { autoescape: true, throwOnUndefined: false, trimBlocks: true, lstripBlocks: true },
  );
  Object.assign(environment, { waterfall: inTurn });
  environment.addFilter('options', optionsOf);
  environment.addFilter('date', dateInWords);
  environment.addFilter('longDate', longDateInWords);
  environment.addFilter('time', timeInWords);
  environment.addFilter('mojDate', mojDate);
  environment.addGlobal('asset', (path: string) => {
    const version = assets.get(path)?.etag.replaceAll('"', '');
    return version === undefined ? `/assets/${path}` : `/assets/${path}?v=${version}`;
  });
  environment.addGlobal('homeOf', homeOf);
  environment.addGlobal('serviceName', 'Children missing education');
  return (view, context) => environment.render(view, context);
}
