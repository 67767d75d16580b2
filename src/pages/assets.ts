import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
}

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** Where the frontends' packages are installed. */
export const GOVUK_FRONTEND = join(dirname(require.resolve('govuk-frontend/package.json')), 'dist');
export const MOJ_FRONTEND = dirname(require.resolve('@ministryofjustice/frontend/package.json'));

const SYSTEM_FONT = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif';

/**
 * The prebuilt styles without what belongs to service.gov.uk alone: the GDS Transport font and the royal crest.
 */
function withoutGovernmentBranding(css: string): string {
  return css
    .replace(/@font-face\{[^}]*GDS Transport[^}]*\}/g, '')
    .replaceAll('GDS Transport,arial,sans-serif', SYSTEM_FONT)
    .replace(/url\(\/assets\/images\/govuk-crest\.svg\)/g, 'none');
}

function asset(body: Buffer, type: string): Asset {
  return { body, type, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"` };
}

/** Everything below `/assets/`, read once: a handful of small files. */
export function loadAssets(): ReadonlyMap<string, Asset> {
  const css = (file: string) => Buffer.from(withoutGovernmentBranding(readFileSync(file, 'utf8')));
  const assets = new Map<string, Asset>();
  const styles = 'text/css; charset=utf-8';
  assets.set('govuk.css', asset(css(join(GOVUK_FRONTEND, 'govuk/govuk-frontend.min.css')), styles));
  assets.set('moj.css', asset(css(join(MOJ_FRONTEND, 'moj/moj-frontend.min.css')), styles));
  assets.set('service.css', asset(readFileSync(join(here, 'service.css')), styles));
  const images = join(MOJ_FRONTEND, 'moj/assets/images');
  for (const name of readdirSync(images)) {
    if (!name.startsWith('icon-') || !name.endsWith('.svg')) continue;
    assets.set(`images/${name}`, asset(readFileSync(join(images, name)), 'image/svg+xml'));
  }
  return assets;
}
