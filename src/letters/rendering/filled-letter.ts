import nunjucks from 'nunjucks';
import { inEnglish, isLocalDate } from '../../schools/domain/local-date.js';
import type { LetterContent } from '../domain/letter.js';
import type { LetterTemplate, TemplateBlock } from './template-file.js';

export interface Row {
  readonly term: string;
  readonly text: string;
}

/** A run of one kind of content. */
export type Passage =
  | { readonly kind: 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'items'; readonly items: readonly string[] };

/** A letter with every word in its place, before it is HTML or PDF. */
export interface FilledLetter {
  readonly title: string;
  readonly subject: string;
  readonly reference: string;
  /** What the mail says that it is attached to: no words about the child. */
  readonly cover: readonly string[];
  readonly passages: readonly Passage[];
}

/** Between the values of one item that stands for several; no value has it in it. */
const NEXT_ITEM = '\n';

const environment = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: false });
environment.addFilter('date', dateInWords);
environment.addFilter('each', (values: unknown) => (Array.isArray(values) ? values.join(NEXT_ITEM) : (values ?? '')));

/** `24 March 2026`; what is no date (an erased one) as it stands. */
function dateInWords(value: unknown): string {
  return isLocalDate(value) ? inEnglish(value) : String(value ?? '');
}

/**
 * Fills a text. A row, an item or a paragraph of which nothing is left is dropped, and so is a heading over nothing. A value
 * is words on one line and nothing else: neither markup nor a template's own marks in it mean anything.
 */
export function fillLetter(template: LetterTemplate, content: LetterContent): FilledLetter {
  const words = Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      name,
      typeof value === 'string' ? oneLine(value) : value.map(oneLine),
    ]),
  );
  const fill = (text: string): string => environment.renderString(text, words).trim();
  const filled = template.blocks
    .map((block) => ({ ...block, text: fill(block.text) }))
    .filter(({ text }) => text !== '');
  const textsOf = (kind: TemplateBlock['kind']) =>
    filled.filter((block) => block.kind === kind).map(({ text }) => text);
  return {
    title: textsOf('title').join(' '),
    subject: oneLine(fill(template.subject)),
    reference: words.reference === undefined ? '' : String(words.reference),
    cover: textsOf('cover'),
    passages: passagesOf(filled),
  };
}

function oneLine(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
  return value.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();
}

function passagesOf(blocks: readonly TemplateBlock[]): readonly Passage[] {
  const passages: Passage[] = [];
  for (const { kind, term = '', text } of blocks) {
    const last = passages.at(-1);
    if (kind === 'heading' || kind === 'paragraph') passages.push({ kind, text });
    else if (kind === 'row') {
      if (last?.kind === 'rows') passages.splice(-1, 1, { kind: 'rows', rows: [...last.rows, { term, text }] });
      else passages.push({ kind: 'rows', rows: [{ term, text }] });
    } else if (kind === 'item') {
      const items = text.split(NEXT_ITEM).filter((item) => item.trim() !== '');
      if (last?.kind === 'items') passages.splice(-1, 1, { kind: 'items', items: [...last.items, ...items] });
      else passages.push({ kind: 'items', items });
    }
  }
  return passages.filter((passage, at) => passage.kind !== 'heading' || !endsWith(passages[at + 1]));
}

/** Whether nothing stands under a heading before this. */
const endsWith = (next: Passage | undefined): boolean => next === undefined || next.kind === 'heading';
